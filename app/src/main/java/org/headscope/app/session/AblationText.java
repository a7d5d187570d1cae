package org.headscope.app.session;

import java.util.stream.Collectors;
import org.headscope.app.text.Text;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.token.Tokens;

/** How a part is switched off, in words. */
public final class AblationText {
    private AblationText() {}

    /**
     * What stands in the place of the part's output and where, such as "zero at all positions" or "its mean over this prompt
     * at position 15 ␣to".
     */
    public static String of(Ablation ablation, Tokens tokens) {
        return Text.of("how.at", replacement(ablation.by()), where(ablation.positions(), tokens));
    }

    private static String replacement(Replacement by) {
        return switch (by) {
            case Replacement.Zero _ -> Text.of("how.zero");
            case Replacement.Mean(MeanSource.ThisPrompt _) -> Text.of("how.promptMean");
            case Replacement.Mean(MeanSource.PromptSet set) ->
                Text.of(set.perPosition() ? "how.setMeanPerPosition" : "how.setMean", set.name());
            case Replacement.Corrupted _ -> Text.of("how.corrupted");
        };
    }

    private static String where(Positions positions, Tokens tokens) {
        if (positions.all()) return Text.of("how.everywhere");
        String list = positions.chosen().stream()
                .map(position ->
                        position < tokens.size() ? position + " " + TokenText.label(tokens, position) : "" + position)
                .collect(Collectors.joining(", "));
        return Text.of(positions.chosen().size() == 1 ? "how.position" : "how.positions", list);
    }
}
