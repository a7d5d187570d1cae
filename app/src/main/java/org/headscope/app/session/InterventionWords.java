package org.headscope.app.session;

import java.util.List;
import java.util.stream.Collectors;
import org.headscope.app.text.Text;
import org.headscope.engine.hook.Direction;
import org.headscope.engine.hook.Freeze;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.KnockOut;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Noise;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.ProjectOut;
import org.headscope.engine.hook.Resample;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.SetTo;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.Steer;
import org.headscope.engine.hook.ZeroAblation;

/** An intervention in words. */
public final class InterventionWords {
    private InterventionWords() {}

    /** Such as "3.5 z → zero". */
    public static String what(Intervention intervention) {
        String part = part(intervention.site());
        return switch (intervention) {
            case ZeroAblation _ -> Text.of("interventions.zero", part);
            case MeanAblation(Site _, MeanSource.ThisPrompt _) -> Text.of("interventions.promptMean", part);
            case MeanAblation(Site _, MeanSource.PromptSet set) ->
                Text.of(
                        set.perPosition() ? "interventions.setMeanPerPosition" : "interventions.setMean",
                        part,
                        set.name());
            case Resample resample -> Text.of("interventions.resample", part, resample.name());
            case Patch patch -> Text.of("interventions.patch", part, patch.source());
            case Freeze _ -> Text.of("interventions.freeze", part);
            case SetTo set when set.values().size() > 1 -> Text.of("interventions.drawn", part);
            case SetTo set ->
                Text.of(
                        "interventions.constant",
                        part,
                        Amounts.brief(set.values().getFirst()));
            case Scale scale -> Text.of("interventions.scale", part, Amounts.brief(scale.factor()));
            case Steer steer -> {
                String key = steer.amount() < 0 ? "interventions.steerAway" : "interventions.steer";
                String amount = Amounts.brief(Math.abs(steer.amount()));
                yield Text.of(key, part, amount, direction(steer.direction()));
            }
            case ProjectOut projection ->
                Text.of(
                        "interventions.projectOut",
                        part,
                        projection.directions().stream()
                                .map(InterventionWords::direction)
                                .collect(Collectors.joining(", ")));
            case Noise noise -> Text.of("interventions.noise", part, Amounts.brief(noise.deviation()));
            case KnockOut _ -> Text.of("interventions.knockOut", edges(intervention.site()));
        };
    }

    private static String edges(Site scores) {
        String keys = scores.keys().chosen().stream().map(String::valueOf).collect(Collectors.joining(", "));
        String head = scores.unit() < 0 ? String.valueOf(scores.layer()) : scores.layer() + "." + scores.unit();
        return keys.isEmpty() ? head : Text.of("interventions.keys", head, keys);
    }

    private static String part(Site site) {
        if (site.is(Part.HEAD)) return Text.of("interventions.head", site.label());
        boolean wholeAttention = HookName.isAttention(site.hookName()) && site.unit() < 0;
        if (wholeAttention) return Text.of("interventions.allHeads", site.label());
        return PartText.of(site.at(Positions.ALL));
    }

    static String direction(Direction direction) {
        return switch (direction) {
            case Direction.Unembedding token -> Text.of("interventions.direction.token", token.text());
            case Direction.Difference(Direction to, Direction from) ->
                Text.of("interventions.direction.difference", direction(to), direction(from));
            case Direction.HeadOutput head ->
                Text.of("interventions.direction.head", head.layer() + "." + head.head(), head.name());
            case Direction.Vector vector -> vector.name();
        };
    }

    /**
     * Such as "position 15 ␣to".
     *
     * @param tokens the tokens of the prompt as labels
     */
    public static String where(Positions positions, List<String> tokens) {
        if (positions.all()) return Text.of("interventions.all");
        String list = positions.chosen().stream()
                .map(position -> position < tokens.size() ? position + " " + tokens.get(position) : "" + position)
                .collect(Collectors.joining(", "));
        return Text.of(positions.chosen().size() == 1 ? "interventions.one" : "interventions.some", list);
    }
}
