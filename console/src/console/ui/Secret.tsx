import type { ComponentChildren } from "preact";
import { Copy } from "../../ui/Copy";
import { useTongue } from "../text/speech";
import { Dialog } from "./form";
import { Button } from "./kit";

/** Something that is shown this once. */
export function Secret({
  title,
  lines,
  close,
  children,
}: {
  title: string;
  lines: readonly { label: string; value: string }[];
  close(): void;
  children?: ComponentChildren;
}) {
  const t = useTongue();
  return (
    <Dialog title={title} close={close} wide>
      <p class="notice">{t("secret.once")}</p>
      {lines.map(({ label, value }) => (
        <Copy key={label} label={label} value={value} />
      ))}
      {children}
      <div class="buttons">
        <Button kind="main" onClick={close}>
          {t("secret.kept")}
        </Button>
      </div>
    </Dialog>
  );
}
