package org.headscope.app.intervention;

import java.util.List;
import java.util.stream.Collectors;
import org.headscope.app.text.Text;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;

/** An intervention in words. */
final class InterventionWords {
    private InterventionWords() {}

    /** Such as "3.5 z → zero". */
    static String what(Intervention intervention) {
        Site site = intervention.site();
        String part = site.is(Part.HEAD) ? Text.of("interventions.head", site.label()) : site.label();
        return switch (intervention) {
            case ZeroAblation _ -> Text.of("interventions.zero", part);
            case MeanAblation mean ->
                switch (mean.source()) {
                    case MeanSource.ThisPrompt _ -> Text.of("interventions.promptMean", part);
                    case MeanSource.PromptSet set ->
                        Text.of(
                                set.perPosition() ? "interventions.setMeanPerPosition" : "interventions.setMean",
                                part,
                                set.name());
                };
            case Patch patch -> Text.of("interventions.patch", part, patch.source());
        };
    }

    /**
     * Such as "position 15 ␣to".
     *
     * @param tokens the tokens of the prompt as labels
     */
    static String where(Positions positions, List<String> tokens) {
        if (positions.all()) return Text.of("interventions.all");
        String list = positions.chosen().stream()
                .map(position -> position < tokens.size() ? position + " " + tokens.get(position) : "" + position)
                .collect(Collectors.joining(", "));
        return Text.of(positions.chosen().size() == 1 ? "interventions.one" : "interventions.some", list);
    }
}
