package org.headscope.app.example;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.patching.Effects.Frozen;
import org.headscope.engine.analysis.suppression.HeadChange;
import org.headscope.engine.analysis.suppression.HeadChange.Route;
import org.headscope.engine.analysis.suppression.HeadEffect;
import org.headscope.engine.analysis.suppression.HeadOnText;
import org.headscope.engine.analysis.suppression.HeadReplacement;
import org.headscope.engine.analysis.suppression.LensBefore;
import org.headscope.engine.analysis.suppression.TokensAt;
import org.headscope.engine.hook.Site;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.survey.Effect;
import org.headscope.engine.survey.HeadMeans;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * A text on which a head is looked at closely, with its mean over the corpus in its place, or nothing where none is known yet.
 *
 * @param ids BOS included
 */
record CloserQuestion(OpenSurvey survey, List<Integer> ids, Site head, Effect effect) {
    private static final int TOKENS = 10;
    private static final int SEEN = 5;
    private static final int KEYS = 10;

    /** One run of the text, and what the change does to it. */
    record Closer(CloserQuestion question, HeadOnText text, HeadEffect found) {}

    /** A key that the head looks at, and how much of what is read comes from it. */
    record Key(int position, double weight, double weighted) {}

    /** What is to be seen of one prediction. */
    record Detail(int position, TokensAt tokens, LensBefore lens, List<Key> keys, double kl) {
        Detail {
            keys = List.copyOf(keys);
        }
    }

    CloserQuestion {
        ids = List.copyOf(ids);
    }

    Closer answer(Progress progress) throws ModelException, PromptException {
        Model model = survey.model();
        HeadMeans means = survey.store().means(model.config());
        int[] tokens = ids.stream().mapToInt(Integer::intValue).toArray();
        HeadOnText text = HeadOnText.of(model, tokens, head, progress);
        HeadReplacement by = means == null
                ? new HeadReplacement.Zero()
                : new HeadReplacement.Mean(
                        means.written(model, head),
                        Text.of("example.means", survey.corpus().name()));
        Route route = switch (effect) {
            case DIRECT -> Route.DIRECT;
            case TOTAL -> Route.BOTH;
            case INDIRECT -> Route.INDIRECT;
        };
        return new Closer(this, text, text.effect(HeadChange.of(route, Frozen.FINAL_NORM, by), progress));
    }

    static Detail detail(Closer closer, int position) {
        List<Integer> at = List.of(position);
        HeadOnText text = closer.text();
        return new Detail(
                position,
                text.tokens(closer.found(), at, TOKENS).getFirst(),
                text.lens(LensBefore.Scale.FINAL, at, Set.of(), TOKENS, SEEN).getFirst(),
                keys(text, position),
                closer.found().kl().flat(position));
    }

    private static List<Key> keys(HeadOnText text, int position) {
        Tensor weights = text.pattern().at(position);
        Tensor weighted = text.valueWeightedPattern().at(position);
        var keys = new ArrayList<Key>();
        for (int key = 0; key <= position; key++) keys.add(new Key(key, weights.flat(key), weighted.flat(key)));
        keys.sort(Comparator.comparingDouble((Key key) -> -key.weight()));
        return keys.subList(0, Math.min(KEYS, keys.size()));
    }
}
