package org.headscope.app.ablation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.headscope.app.session.Ablation;
import org.headscope.app.session.PromptSets;
import org.headscope.app.session.Replacement;
import org.headscope.engine.experiment.Answers;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Metric;
import org.headscope.engine.experiment.Switch;
import org.headscope.engine.io.Prompt;
import org.headscope.engine.token.PromptException;

/**
 * The prompts of a set that effects are averaged over.
 *
 * @param prompts what is measured of each
 * @param leftOut how many of the set cannot be measured alike
 */
record SetPrompts(String name, List<OfPrompt> prompts, int leftOut) {
    /** More prompts move a mean little and cost a sweep each. */
    private static final int MOST = 100;

    /**
     * One prompt.
     *
     * @param after with the interventions of the run
     * @param before with those of the run it is compared with
     */
    record OfPrompt(SweepKey after, SweepKey before) {}

    /**
     * What is asked of every prompt.
     *
     * @param after the interventions of the run that is shown
     * @param before those of the run it is compared with
     * @param kind what is measured
     */
    record Question(
            Laboratory laboratory,
            PromptSets library,
            String group,
            boolean bos,
            List<Switch> after,
            List<Switch> before,
            Ablation ablation,
            Metric.Kind kind) {
        SetPrompts find() {
            List<Prompt> all = library.of(group);
            var found = new ArrayList<OfPrompt>();
            int tried = 0;
            for (; tried < all.size() && found.size() < MOST; tried++)
                of(all.get(tried)).ifPresent(found::add);
            return new SetPrompts(PromptSets.name(group), List.copyOf(found), all.size() - found.size());
        }

        private Optional<OfPrompt> of(Prompt prompt) {
            boolean loss = kind == Metric.Kind.LOSS;
            Experiment plain = Experiment.of(prompt.text(), loss ? "" : prompt.answer(), loss ? "" : prompt.wrong())
                    .withBos(bos);
            if (Answers.of(laboratory.model(), plain).kind() != kind) return Optional.empty();
            return ablation(prompt)
                    .map(own -> new OfPrompt(
                            SweepKey.of(laboratory, plain.withSwitches(after), own),
                            SweepKey.of(laboratory, plain.withSwitches(before), own)));
        }

        /** How parts are switched off in a prompt; nothing if they cannot be. */
        private Optional<Ablation> ablation(Prompt prompt) {
            try {
                int length = tokens(prompt.text()).size();
                boolean fits = length <= laboratory.model().config().nCtx()
                        && ablation.positions().chosen().stream().allMatch(position -> position < length);
                if (!fits) return Optional.empty();
                if (!(ablation.by() instanceof Replacement.Corrupted)) return Optional.of(ablation);
                List<Integer> corrupted = prompt.corrupted().isEmpty() ? List.of() : tokens(prompt.corrupted());
                if (corrupted.size() != length) return Optional.empty();
                return Optional.of(new Ablation(new Replacement.Corrupted(corrupted), ablation.positions()));
            } catch (PromptException _) {
                return Optional.empty(); // the library says what is wrong with it
            }
        }

        private List<Integer> tokens(String text) throws PromptException {
            return laboratory.model().tokenizer().encode(text, bos).idList();
        }
    }
}
