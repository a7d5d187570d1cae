package org.headscope.engine.generate;

import java.util.Objects;
import java.util.function.Consumer;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * Lets a model put into words what a residual vector holds (Patchscopes, Ghandeharioun et al. 2024; interpretability.md C.5): the
 * vector of one run, mapped, takes the place of one in another prompt, which is then continued with it.
 *
 * @param source where the vector is read, after the block of a layer
 * @param target where it is put, after the block of a layer
 * @param map what is done to it on the way
 */
public record Patchscope(Place source, Place target, Mapping map) {
    /**
     * A residual vector, {@code hook_resid_post} of a layer.
     *
     * @param prompt token ids, taken as they are
     * @param position counted from the end if negative
     */
    public record Place(int[] prompt, int layer, int position) {
        int counted() {
            return Objects.checkIndex(position < 0 ? prompt.length + position : position, prompt.length);
        }

        private String hook(Model model) {
            Objects.checkIndex(layer, model.config().nLayers());
            return HookName.block(layer, "hook_resid_post");
        }
    }

    /** The same vector in the same model. */
    public static Patchscope identity(Place source, Place target) {
        return new Patchscope(source, target, Mapping.IDENTITY);
    }

    /** The mapped vector that is put in, [d_model of the target]. */
    public Tensor vector(Model from) throws PromptException {
        String hook = source.hook(from);
        RunRequest request = RunRequest.of(source.prompt()).keep(hook);
        Tensor read = from.run(request).kept().get(hook).at(0, source.counted());
        return map.apply(read);
    }

    /**
     * Continues the target prompt.
     *
     * @param from the model that the vector is read in
     * @param to the model that continues, which may be another
     * @param how how many tokens, sampling and interventions; its prompt is not used
     * @throws IllegalArgumentException if the vector does not fit the model it is put into
     * @throws IndexOutOfBoundsException if there is no such layer or position
     */
    public Generation generate(Model from, Model to, GenerateRequest how, Progress progress, Consumer<Step> onStep)
            throws PromptException {
        Tensor vector = vector(from);
        int width = to.config().dModel();
        if (vector.size() != width) {
            throw new IllegalArgumentException(
                    "The vector has " + vector.size() + " values, but the residual stream of " + to.name() + " has "
                            + width + ": map it with a matrix of that many columns.");
        }
        int at = target.counted();
        var patch = new CodeHook(NameFilter.of(target.hook(to)), (_, value) -> {
            float[] patched = value.toArray();
            vector.copyTo(patched, at * width);
            return Tensor.of(patched, value.shape());
        });
        GenerateRequest request =
                how.row(target.prompt(), how.sampling().seed()).with(patch);
        return new Generator(to).stream(request, progress, onStep);
    }
}
