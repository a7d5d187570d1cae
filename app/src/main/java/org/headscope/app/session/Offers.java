package org.headscope.app.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Answer;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.hook.Direction;
import org.headscope.engine.hook.Freeze;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.KnockOut;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Resample;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.SetTo;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.Steer;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.tensor.Tensor;

/** What can be done to parts of the model and to edges of attention, as the session is now. */
public final class Offers {
    private static final double FIRST_FACTOR = 0.5;

    private final Session session;

    public Offers(Session session) {
        this.session = session;
    }

    /** What can be put in the place of a value, or be done to it. */
    public List<Offer> of(Site site) {
        var offers = new ArrayList<Offer>();
        offers.add(offer("zero", new ZeroAblation(site)));
        if (!HookName.isAttention(site.hookName())) {
            offers.add(offer("promptMean", new MeanAblation(site, new MeanSource.ThisPrompt())));
        }
        PromptTokens.ofCorrupted(session).ifPresent(prompt -> offers.add(offer("resample", resample(prompt, site))));
        offers.add(offer("scale", new Scale(site, FIRST_FACTOR)));
        offers.add(offer("freeze", new Freeze(site)));
        if (HookName.isScores(site.hookName())) offers.addFirst(offer("knockOut", new KnockOut(site)));
        return offers;
    }

    /** What is most often done to a part, or to what lies in the residual stream, besides switching it off. */
    public List<Offer> quick(Site place) {
        var offers = new ArrayList<Offer>();
        if (place.isStream()) {
            offers.add(new Offer(Text.of("offer.quick.mean"), new MeanAblation(place, new MeanSource.ThisPrompt())));
        }
        PromptTokens.ofCorrupted(session)
                .ifPresent(prompt -> offers.add(offer("quick.patch", resample(prompt, place))));
        if (place.isStream()) {
            answer().ifPresent(direction -> offers.add(new Offer(
                    Text.of("offer.quick.steer", InterventionWords.direction(direction)),
                    new Steer(place, direction, 1))));
        }
        return offers;
    }

    /**
     * The same as {@link #of} for a head, attention layer, MLP, neuron or place in the residual stream, and how the stream
     * can be steered there or behind the layer.
     */
    public List<Offer> ofPart(Site part) {
        List<Offer> offers = of(part);
        int layer = part.layer();
        Site stream = part.isStream() ? part : Site.of("resid_post", layer).at(part.positions());
        if (part.isNeuron()) offers.add(offer("constant", SetTo.constant(part, 1)));
        if (part.is(Part.HEAD)) {
            Site pattern = Site.of("pattern", layer).unit(part.head()).at(part.positions());
            offers.add(offer("freezePattern", new Freeze(pattern)));
        }
        freezeScales(offers, part);
        if (part.is(Part.HEAD)) {
            PromptTokens.of(session, session.experimentProperty().get().prompt())
                    .ifPresent(prompt -> {
                        var output =
                                new Direction.HeadOutput(layer, part.head(), prompt, -1, Text.of("offer.thisPrompt"));
                        offers.add(offer("steerByHead", new Steer(stream, output, 1)));
                    });
        }
        String where = part.isStream() ? "offer.steerHere" : "offer.steer";
        answer().ifPresent(direction -> offers.add(
                new Offer(Text.of(where, InterventionWords.direction(direction)), new Steer(stream, direction, 1))));
        return offers;
    }

    /** The scales of the norm that a part reads through, or that reads the stream next, and of the last one. */
    private void freezeScales(List<Offer> offers, Site part) {
        int layer = part.layer();
        boolean behind = part.hookName().endsWith("hook_resid_post");
        boolean mlp = part.is(Part.MLP) || part.isNeuron() || part.hookName().endsWith("hook_resid_mid");
        String norm = mlp ? "ln2" : "ln1";
        int reader = behind ? layer + 1 : layer;
        freezeScale(
                offers,
                Text.of("offer.norm", norm, String.valueOf(reader)),
                Site.of(HookName.of("scale", reader, norm)).at(part.positions()));
        freezeScale(offers, "ln_final", Site.of(HookName.FINAL_SCALE).at(part.positions()));
    }

    private void freezeScale(List<Offer> offers, String norm, Site scale) {
        if (session.model() == null || !session.model().config().has(scale)) return;
        offers.add(new Offer(Text.of("offer.freezeScale", norm), new Freeze(scale)));
    }

    /** What can be done to the attention of a head between two positions. */
    public List<Offer> ofEdge(Site head, int query, int key) {
        Site row = Site.of("pattern", head.layer()).unit(head.head()).at(Positions.of(query));
        var only = new ArrayList<>(Collections.nCopies(key, 0f));
        only.add(1f);
        var offers = new ArrayList<Offer>();
        offers.add(offer("knockOut", new KnockOut(Site.edge(head.layer(), head.head(), query, key))));
        offers.add(offer("zeroCell", new ZeroAblation(row.atKeys(Positions.of(key)))));
        if (key > 0) offers.add(offer("onlyKey", new SetTo(row, only)));
        drawn(head, query).ifPresent(weights -> offers.add(offer("draw", new SetTo(row, weights))));
        offers.add(offer("freezeRow", new Freeze(row)));
        return offers;
    }

    /** The row of the pattern as it is seen now, to be changed by hand. */
    private Optional<List<Float>> drawn(Site head, int query) {
        Comparison comparison = session.comparisonProperty().get();
        if (comparison == null
                || query == 0
                || query >= comparison.after().tokens().size()) return Optional.empty();
        Tensor row = comparison.after().pattern(head.layer()).at(head.head(), query);
        var weights = new ArrayList<Float>();
        for (int key = 0; key <= query; key++) weights.add(row.flat(key));
        return Optional.of(weights);
    }

    private static Offer offer(String key, Intervention intervention) {
        return new Offer(Text.of("offer." + key), intervention);
    }

    private static Resample resample(List<Integer> prompt, Site site) {
        return Resample.from(prompt, site, Text.of("offer.corruptedPrompt"));
    }

    /** What makes the right answer likely or, where there are both, more likely than the wrong one. */
    private Optional<Direction> answer() {
        Experiment experiment = session.experimentProperty().get();
        return unembedding(experiment.answer())
                .map(right -> unembedding(experiment.wrong())
                        .<Direction>map(wrong -> new Direction.Difference(right, wrong))
                        .orElse(right));
    }

    private Optional<Direction> unembedding(String text) {
        if (session.model() == null) return Optional.empty();
        return Answer.of(session.model().tokenizer(), text)
                .map(answer -> new Direction.Unembedding(
                        answer.id(), answer.pieces().getFirst().label()));
    }
}
