package org.headscope.app.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Switch;
import org.headscope.engine.hook.Direction;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.ProjectOut;
import org.headscope.engine.hook.Resample;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.Steer;
import org.headscope.engine.model.Model;
import org.headscope.engine.token.Tokenizer;

/**
 * Remembers on which models the data that interventions hold was made, and tells which interventions the model that is open
 * can apply. Token ids mean the same in a model that reads the same text in each of them; values of a run or of a direction
 * mean the same only in the same weights, processed the same.
 */
final class Origins {
    /** What an intervention holds that means something else in another model. */
    private sealed interface Held {
        /** Equal in two models where the data means the same in both. */
        Object meaning(Model model);
    }

    private record Ids(List<List<Integer>> prompts) implements Held {
        @Override
        public List<String> meaning(Model model) {
            Tokenizer tokenizer = model.tokenizer();
            return prompts.stream()
                    .flatMap(List::stream)
                    .distinct()
                    .map(id -> id < tokenizer.vocabSize() ? tokenizer.text(id) : "")
                    .toList();
        }
    }

    private record Values(Object values) implements Held {
        @Override
        public List<Object> meaning(Model model) {
            return List.of(model.fingerprint(), model.processing());
        }
    }

    private final Map<Held, Set<Object>> meanings = new HashMap<>();
    private final Set<Held> foreign = new HashSet<>();
    private Model model;

    /** Goes on with another model. Data that no model is known for yet is taken to be made on this one. */
    void open(Model opened, Experiment asked) {
        model = opened;
        foreign.clear();
        held(asked).filter(data -> !meanings.containsKey(data)).forEach(this::note);
        meanings.forEach((data, known) -> {
            if (!known.contains(data.meaning(model))) foreign.add(data);
        });
    }

    /** Notes the data that a change of the experiment brings in; what was there before stays what it was. */
    void note(Experiment before, Experiment changed) {
        if (model == null) return;
        Set<Held> old = held(before).collect(Collectors.toSet());
        held(changed).filter(data -> !old.contains(data)).forEach(this::note);
    }

    private void note(Held data) {
        meanings.computeIfAbsent(data, _ -> new HashSet<>()).add(data.meaning(model));
        foreign.remove(data);
    }

    /** Interventions that the model cannot apply are kept for models that can, but switched off. */
    Experiment fitting(Experiment asked) {
        return asked.withSwitches(asked.switches().stream()
                .map(item -> obstacle(item.intervention()).isEmpty() ? item : new Switch(item.intervention(), false))
                .toList());
    }

    /** Why the model cannot apply an intervention, in a sentence or two; empty where it can. */
    String obstacle(Intervention intervention) {
        if (model == null) return "";
        Site site = intervention.site();
        if (!model.config().has(site)) return Text.of("interventions.missing", site.label());
        for (Direction direction : directions(intervention).toList()) {
            if (direction instanceof Direction.HeadOutput head) {
                Site source = Site.head(head.layer(), head.head());
                if (!model.config().has(source)) return Text.of("interventions.missingSource", source.label());
            }
        }
        return held(intervention)
                .filter(foreign::contains)
                .findFirst()
                .map(data -> Text.of(data instanceof Ids ? "interventions.otherTokens" : "interventions.otherWeights"))
                .orElse("");
    }

    private static Stream<Held> held(Experiment experiment) {
        return experiment.switches().stream().flatMap(item -> held(item.intervention()));
    }

    private static Stream<Held> held(Intervention intervention) {
        return switch (intervention) {
            case Resample resample -> Stream.of(new Ids(resample.prompts()));
            case MeanAblation(Site _, MeanSource.PromptSet set) -> Stream.of(new Ids(set.prompts()));
            case Patch patch -> Stream.of(new Values(patch.values()));
            default -> directions(intervention).map(Origins::held);
        };
    }

    private static Held held(Direction direction) {
        return switch (direction) {
            case Direction.Unembedding token -> new Ids(List.of(List.of(token.token())));
            case Direction.HeadOutput head -> new Ids(List.of(head.prompt()));
            case Direction.Vector vector -> new Values(vector);
            case Direction.Difference _ ->
                throw new IllegalArgumentException("A difference holds what its two ends hold.");
        };
    }

    /** The directions of an intervention, differences taken apart. */
    private static Stream<Direction> directions(Intervention intervention) {
        return switch (intervention) {
            case Steer steer -> ends(steer.direction());
            case ProjectOut projection -> projection.directions().stream().flatMap(Origins::ends);
            default -> Stream.empty();
        };
    }

    private static Stream<Direction> ends(Direction direction) {
        return direction instanceof Direction.Difference(Direction to, Direction from)
                ? Stream.concat(ends(to), ends(from))
                : Stream.of(direction);
    }
}
