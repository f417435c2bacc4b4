package io.freshet.cluster.heal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Decides what is done about nodes that do not give viewers what they should.
///
/// | condition      | leaves it                                                | to             |
/// |----------------|----------------------------------------------------------|----------------|
/// | healthy        | a bad look                                               | suspect        |
/// | suspect        | a good look                                              | healthy        |
/// |                | a second bad look                                        | recovering     |
/// | recovering     | `lookAgain` after the restart, a good look               | healthy        |
/// |                | a bad one                                                | evicted        |
/// |                | a bad one, and no more may be evicted: restarts again    | recovering     |
/// | evicted        | routing and hooks have been told                         | reprovisioning |
/// | reprovisioning | `lookAgain` after the provider is done, it answers       | trial          |
/// |                | it does not answer within `patience`, or provider fails  | reprovisioning |
/// | trial          | it plays: the node is taken back                         | healthy        |
/// |                | it does not play                                         | reprovisioning |
/// | any            | `failuresMax` restarts, provisions and trials failed; it | given up       |
/// |                | is evicted then as well, if one more may be              |                |
/// | given up       | a person resets it: in, or by a trial if it was evicted  | healthy, trial |
///
/// While most nodes fail at once nobody is restarted or evicted: it is the one who looks.
///
/// Who was not well for a whole minute in `lasting`: a person is called, once. That is
/// who stays suspect while most fail, falls ill and gets well in turn, or can be taken neither out
/// nor back.
///
/// Threading: confined to the caller.
public final class Healing {

    /// Whoever does something says what came of it; this is for when that goes wrong.
    private static final Duration TASK_MAX = Duration.ofMinutes(5);

    private final HealRules rules;
    private final Map<String, Patient> patients = new TreeMap<>();
    private List<Move> moves = new ArrayList<>();
    private long tasks;
    private boolean doubting;

    /// One node.
    private static final class Patient {

        private final String node;
        private Condition condition = Condition.HEALTHY;
        private long sinceNs;
        private String why = "";
        private int failures;
        private boolean evicted;
        /// Routing has been told that it is.
        private boolean ordered;
        private boolean failing;
        private final Unwell unwell = new Unwell();
        /// When it was last healed by a restart or a trial.
        private long healedNs = Long.MIN_VALUE / 2;
        /// Not judged before.
        private long notBeforeNs = Long.MIN_VALUE / 2;
        /// Must answer before.
        private long untilNs = Long.MAX_VALUE;
        /// Under way; 0 if nothing is.
        private long task;
        private long taskEndNs;
        private Move doing = new Move.Doubt(0, 0);

        Patient(String node, long nowNs) {
            this.node = node;
            this.sinceNs = nowNs;
        }
    }

    public Healing(HealRules rules) {
        this.rules = rules;
    }

    /// Goes on where another one was who did this before.
    public List<Move> adopt(List<Standing> standings, long nowNs) {
        for (Standing each : standings) {
            Patient patient = new Patient(each.node(), nowNs);
            patients.put(each.node(), patient);
            patient.failures = each.failures();
            patient.evicted = each.evicted();
            patient.ordered = each.evicted();
            patient.why = each.why();
            boolean stays = each.condition() == Condition.HEALTHY
                    || each.condition() == Condition.GIVEN_UP;
            patient.sinceNs = stays ? nowNs - each.forNs() : nowNs;
            patient.unwell.adopt(each, nowNs);
            if (each.condition() == Condition.GIVEN_UP) {
                patient.condition = Condition.GIVEN_UP;
            } else if (each.evicted()) {
                patient.condition = Condition.EVICTED;
                enterTrial(patient, nowNs, "another node looks after it now");
            }
        }
        return taken();
    }

    /// All nodes of a round have been looked at.
    ///
    /// @param expected those that should serve viewers, and those that are evicted; others are
    ///                 nobody's concern
    /// @param looks    of those that were looked at in this round
    public List<Move> round(Set<String> expected, List<Look> looks, long nowNs) {
        patients.keySet().removeIf(node -> !expected.contains(node));
        Map<String, Look> found = new HashMap<>();
        for (Look look : looks) {
            if (expected.contains(look.node())) {
                found.put(look.node(), look);
                Patient patient = patients.computeIfAbsent(look.node(),
                        node -> new Patient(node, nowNs));
                patient.failing = !look.isGood();
            }
        }
        doubt();
        for (Patient patient : List.copyOf(patients.values())) {
            Look look = found.get(patient.node);
            if (look != null && patient.task == 0 && nowNs >= patient.notBeforeNs) {
                look(patient, look, nowNs);
            }
            late(patient, nowNs);
            last(patient, nowNs);
        }
        return taken();
    }

    /// Calls a person when it lasts.
    private void last(Patient patient, long nowNs) {
        boolean well = patient.condition == Condition.HEALTHY
                && nowNs - patient.sinceNs >= rules.relapse().toNanos();
        if (well || patient.condition == Condition.GIVEN_UP) {
            patient.unwell.end();
        } else if (patient.unwell.lasts(nowNs, rules.lastingNs(patient.evicted))) {
            moves.add(new Move.Lasting(patient.node, patient.condition, patient.why));
        }
    }

    /// Those who are known to be ill say nothing about the one who looks.
    private void doubt() {
        List<Patient> serving = patients.values().stream()
                .filter(patient -> !patient.evicted
                        && patient.condition != Condition.GIVEN_UP).toList();
        int failing = (int) serving.stream().filter(patient -> patient.failing).count();
        boolean now = failing * 2 > serving.size();
        if (now && !doubting) {
            moves.add(new Move.Doubt(failing, serving.size()));
        }
        doubting = now;
    }

    private void look(Patient patient, Look look, long nowNs) {
        switch (patient.condition) {
            case HEALTHY -> {
                if (!look.isGood()) {
                    enter(patient, Condition.SUSPECT, look.words(), nowNs);
                } else if (nowNs - patient.sinceNs >= rules.forget().toNanos()) {
                    patient.failures = 0;
                }
            }
            case SUSPECT -> suspect(patient, look, nowNs);
            case RECOVERING -> recovering(patient, look, nowNs);
            case REPROVISIONING -> {
                if (look.answers()) {
                    enterTrial(patient, nowNs, "it answers");
                }
            }
            case EVICTED, TRIAL, GIVEN_UP -> { }
        }
    }

    private void suspect(Patient patient, Look look, long nowNs) {
        if (look.isGood()) {
            enter(patient, Condition.HEALTHY, "the next look was good", nowNs);
        } else if (!doubting) {
            if (nowNs - patient.healedNs < rules.relapse().toNanos()) {
                recovering(patient, look, nowNs);
            } else {
                restart(patient, look, nowNs);
            }
        }
    }

    private void restart(Patient patient, Look look, long nowNs) {
        enter(patient, Condition.RECOVERING, look.words(), nowNs);
        begin(patient, new Move.Restart(patient.node, ++tasks, look.troubles()), nowNs);
    }

    private void recovering(Patient patient, Look look, long nowNs) {
        if (look.isGood()) {
            healed(patient, "the restart helped", nowNs);
            return;
        }
        if (doubting || failed(patient, look.words(), nowNs)) {
            return;
        }
        if (mayEvict()) {
            enter(patient, Condition.EVICTED, look.words(), nowNs);
            evict(patient, nowNs);
        } else {
            restart(patient, look, nowNs);
        }
    }

    private boolean mayEvict() {
        long out = patients.values().stream().filter(each -> each.evicted).count();
        return !doubting && out < rules.evictedMax(patients.size());
    }

    private void evict(Patient patient, long nowNs) {
        patient.evicted = true;
        begin(patient, new Move.Evict(patient.node, ++tasks, patient.why), nowNs);
    }

    private void enterTrial(Patient patient, long nowNs, String why) {
        enter(patient, Condition.TRIAL, why, nowNs);
        begin(patient, new Move.Try(patient.node, ++tasks), nowNs);
    }

    private void reprovision(Patient patient, String why, long nowNs) {
        enter(patient, Condition.REPROVISIONING, why, nowNs);
        begin(patient, new Move.Reprovision(patient.node, ++tasks), nowNs);
    }

    private void healed(Patient patient, String why, long nowNs) {
        patient.healedNs = nowNs;
        enter(patient, Condition.HEALTHY, why, nowNs);
    }

    /// Counts a failure.
    ///
    /// @return whether it was one too many
    private boolean failed(Patient patient, String why, long nowNs) {
        patient.failures++;
        if (patient.failures < rules.failuresMax()) {
            return false;
        }
        enter(patient, Condition.GIVEN_UP, why, nowNs);
        if (!patient.evicted && mayEvict()) {
            // Nobody tries any more, and viewers are better off elsewhere.
            evict(patient, nowNs);
        }
        return true;
    }

    private void enter(Patient patient, Condition next, String why, long nowNs) {
        moves.add(new Move.Step(patient.node, patient.condition, next, patient.failures, why));
        patient.condition = next;
        patient.sinceNs = nowNs;
        if (next != Condition.HEALTHY) {
            patient.unwell.begin(nowNs);
        }
        patient.why = why;
        patient.task = 0;
        patient.notBeforeNs = nowNs;
        patient.untilNs = Long.MAX_VALUE;
    }

    private void begin(Patient patient, Move move, long nowNs) {
        patient.task = tasks;
        patient.untilNs = Long.MAX_VALUE;
        patient.taskEndNs = nowNs + TASK_MAX.toNanos();
        patient.doing = move;
        moves.add(move);
    }

    /// What takes too long has failed.
    private void late(Patient patient, long nowNs) {
        if (patient.task != 0 && nowNs >= patient.taskEndNs) {
            outcome(patient, false, "nothing came of it", nowNs);
        } else if (patient.task == 0 && nowNs >= patient.untilNs) {
            switch (patient.condition) {
                case REPROVISIONING -> again(patient, "it does not answer", nowNs);
                // What could not be done a while ago.
                case EVICTED, GIVEN_UP -> evict(patient, nowNs);
                case TRIAL -> begin(patient, new Move.Resume(patient.node, ++tasks), nowNs);
                case HEALTHY, SUSPECT, RECOVERING -> { }
            }
        }
    }

    private void again(Patient patient, String why, long nowNs) {
        if (!failed(patient, why, nowNs)) {
            reprovision(patient, why, nowNs);
        }
    }

    /// What became of a task.
    ///
    /// @param why in words, if it went wrong
    public List<Move> did(String node, long task, boolean good, String why, long nowNs) {
        Patient patient = patients.get(node);
        if (patient != null && task != 0 && patient.task == task) {
            outcome(patient, good, why, nowNs);
        }
        return taken();
    }

    private void outcome(Patient patient, boolean good, String why, long nowNs) {
        patient.task = 0;
        switch (patient.doing) {
            // Whether it helped is seen by looking.
            case Move.Restart _ -> patient.notBeforeNs = nowNs + rules.lookAgain().toNanos();
            case Move.Evict _ -> {
                patient.ordered = good;
                if (!good) {
                    patient.untilNs = nowNs + rules.retry().toNanos();
                } else if (patient.condition == Condition.EVICTED) {
                    reprovision(patient, patient.why, nowNs);
                }
            }
            case Move.Reprovision _ -> {
                if (good) {
                    patient.notBeforeNs = nowNs + rules.lookAgain().toNanos();
                    patient.untilNs = nowNs + rules.patience().toNanos();
                } else {
                    again(patient, why, nowNs);
                }
            }
            case Move.Try _ -> {
                if (good) {
                    begin(patient, new Move.Resume(patient.node, ++tasks), nowNs);
                } else {
                    again(patient, why, nowNs);
                }
            }
            case Move.Resume _ -> {
                if (good) {
                    patient.evicted = false;
                    patient.ordered = false;
                    healed(patient, "the trial stream plays", nowNs);
                } else {
                    patient.untilNs = nowNs + rules.retry().toNanos();
                }
            }
            case Move.Step _, Move.Doubt _, Move.Lasting _ -> { }
        }
    }

    /// A person says that the node should be tried again.
    ///
    /// @return nothing if nothing was wrong with it
    public List<Move> reset(String node, String by, long nowNs) {
        Patient patient = patients.get(node);
        if (patient == null || patient.condition == Condition.HEALTHY) {
            return List.of();
        }
        patient.failures = 0;
        patient.unwell.end();
        if (patient.evicted) {
            enterTrial(patient, nowNs, "reset by " + by);
        } else {
            enter(patient, Condition.HEALTHY, "reset by " + by, nowNs);
        }
        return taken();
    }

    /// Somebody else has taken an evicted node back: there is no order any more. Nothing happens
    /// while something is being done to it.
    public List<Move> resumed(String node, long nowNs) {
        Patient patient = patients.get(node);
        if (patient == null || !patient.ordered || patient.task != 0) {
            return List.of();
        }
        patient.evicted = false;
        patient.ordered = false;
        patient.failures = 0;
        patient.unwell.end();
        enter(patient, Condition.HEALTHY, "taken back by others", nowNs);
        return taken();
    }

    private List<Move> taken() {
        List<Move> made = moves;
        moves = new ArrayList<>();
        return List.copyOf(made);
    }

    /// How each node stands, by id.
    public List<Standing> standings(long nowNs) {
        return patients.values().stream().map(patient -> new Standing(patient.node,
                patient.condition, patient.failures, patient.evicted, patient.why,
                nowNs - patient.sinceNs, patient.unwell.forNs(nowNs),
                patient.unwell.isLasting())).toList();
    }

    /// Whether most nodes fail at once.
    public boolean isDoubting() {
        return doubting;
    }
}
