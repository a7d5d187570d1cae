package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.generate.GenerateRequest;
import org.headscope.engine.generate.Generation;
import org.headscope.engine.generate.Mapping;
import org.headscope.engine.generate.Patchscope;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokens;

/**
 * Patchscopes: writes on where the prompts end, with a residual vector of another prompt put into each.
 *
 * @param source where the vector is read, in a run without interventions
 * @param target where it is put in the prompts of the experiment
 * @param map the file of what is done to it on the way, or null for nothing
 */
public record Patchscoping(Source source, Target target, String map, Continuation generate) implements Analysis {
    /** A residual vector of a prompt, behind the block of a layer. */
    public record Source(Asked prompt, int layer, int position) {
        private static final Form<Source> FORM = Form.of(
                Source.class,
                "source",
                "a residual vector of a prompt, resid_post of a layer",
                Field.required("prompt", Asked.KIND, "a text or token ids"),
                Fields.layer(),
                Fields.position("the position"));

        /** The tokens of its prompt. */
        public Tokens tokens(Setup setup) throws PromptException {
            return prompt.tokens(setup.model().tokenizer(), setup.plan().prependBos());
        }

        private Patchscope.Place place(Setup setup) throws PromptException {
            setup.checkLayer(layer);
            Tokens tokens = tokens(setup);
            return new Patchscope.Place(tokens.ids(), layer, Setup.within(position, tokens.size()));
        }
    }

    /** A place in the prompts of the experiment, behind the block of a layer. */
    public record Target(int layer, int position) {
        private static final Form<Target> FORM = Form.of(
                Target.class,
                "target",
                "a place in every prompt of the experiment, resid_post of a layer",
                Fields.layer(),
                Fields.position("the position"));
    }

    static final Form<Patchscoping> FORM = Form.of(
            Patchscoping.class,
            "patchscope",
            "writes on where the prompts end, with a residual vector of another prompt put into each (Patchscopes)",
            Field.required("source", Source.FORM, "where the vector is read, in a run without interventions"),
            Field.required("target", Target.FORM, "where it is put"),
            Field.optional(
                    "map",
                    Kinds.text(1, 4096),
                    null,
                    "a safetensors or torch file, relative to this file, that holds \"matrix\" [d_model, d_model],"
                            + " \"offset\" [d_model] or both: the vector is multiplied from the right, then moved"),
            Field.optional("generate", Continuation.FORM, Continuation.GREEDY, "how the prompts are continued"));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException, ModelException {
        setup.checkLayer(target.layer());
        Patchscope.Place from = source.place(setup);
        Mapping mapping =
                map == null ? Mapping.IDENTITY : Mapping.read(setup.folder().resolve(map));
        GenerateRequest how = generate.request(setup);
        var all = new ArrayList<Generation>();
        for (int prompt = 0; prompt < setup.clean().size(); prompt++) {
            int position = setup.counted(prompt, target.position());
            var to = new Patchscope.Place(setup.clean().get(prompt).ids(), target.layer(), position);
            var scope = new Patchscope(from, to, mapping);
            long seed = how.sampling().seed() + prompt;
            GenerateRequest ofPrompt = how.sampling(how.sampling().seed(seed));
            if (prompt == 0) vector(results, scope.vector(setup.model()));
            all.add(scope.generate(setup.model(), setup.model(), ofPrompt, progress, _ -> {}));
        }
        Continuation.addTo(results, setup, all);
    }

    private static void vector(Results results, Tensor vector) {
        results.grid("vector", "the vector that is put in", vector, Axis.counted("d", vector.size()));
    }
}
