import { useSay } from "../i18n/i18n";
import { canPlay, type Abilities } from "../player/policy";
import { KINDS, type Choice, type Kind, type Snapshot } from "../player/types";

type Props = {
  snapshot: Snapshot;
  abilities: Abilities;
  offered: readonly Kind[];
  choose(choice: Choice): void;
};

export function PlayerChoice({ snapshot, abilities, offered, choose }: Props) {
  const say = useSay();
  const { choice, kind } = snapshot;
  const how = say(`choice.${kind}.how`);
  return (
    <fieldset class="panel choice">
      <legend>
        <h2>{say("choice.title")}</h2>
      </legend>
      <div class="chips">
        <label>
          <input
            type="radio"
            name="player"
            value="auto"
            checked={choice === "auto"}
            onChange={() => choose("auto")}
          />
          <span>
            {choice === "auto"
              ? say("choice.autoNow", { kind: say(`choice.${kind}`) })
              : say("choice.auto")}
          </span>
        </label>
        {KINDS.map((each) => {
          const able = canPlay(each, abilities);
          const there = offered.includes(each);
          const how = there ? say(`choice.${each}.how`) : say("choice.absent");
          return (
            <label key={each} title={able ? how : say("choice.cannot")}>
              <input
                type="radio"
                name="player"
                value={each}
                disabled={!able || !there}
                checked={choice === each}
                onChange={() => choose(each)}
              />
              <span>{say(`choice.${each}`)}</span>
            </label>
          );
        })}
      </div>
      <p class="hint">{how}</p>
    </fieldset>
  );
}
