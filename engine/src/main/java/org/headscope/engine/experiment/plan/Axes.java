package org.headscope.engine.experiment.plan;

import java.util.List;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** The axes that results of an experiment share. */
final class Axes {
    private final Setup setup;

    Axes(Setup setup) {
        this.setup = setup;
    }

    Axis prompts() {
        return Axis.counted("prompt", setup.clean().size());
    }

    Axis positions(String name) {
        return new Axis(name, setup.positionLabels());
    }

    /**
     * The positions that an experiment asks for; all where it asks for none.
     *
     * @throws PromptException if it asks for all of prompts that have different ones
     */
    Axis asked(List<Integer> positions) throws PromptException {
        if (!setup.isPadded()) {
            List<Integer> counted = setup.counted(positions);
            return new Axis("pos", counted.stream().map(setup::positionLabel).toList());
        }
        setup.checkCommon(positions);
        return new Axis("pos", positions.stream().map(String::valueOf).toList());
    }

    Axis layers() {
        return Axis.counted("layer", setup.model().config().nLayers());
    }

    Axis heads() {
        return Axis.counted("head", setup.model().config().nHeads());
    }

    /** The axes of the value at a hook point: [prompt, pos, head, d], [prompt, pos, d] or [prompt, head, query, key]. */
    Axis[] ofHook(String hook, Tensor value) {
        var axes = new Axis[value.rank()];
        boolean attention = HookName.isAttention(hook);
        axes[0] = Axis.counted(HookName.isFlattened(hook) ? "row" : "prompt", value.size(0));
        for (int axis = 1; axis < axes.length; axis++) axes[axis] = Axis.counted("d", value.size(axis));
        if (attention) {
            axes[1] = Axis.counted("head", value.size(1));
            axes[2] = positions("query");
            axes[3] = positions("key");
        } else if (!HookName.isFlattened(hook)) {
            axes[1] = positions("pos");
            if (axes.length == 4) axes[2] = Axis.counted("head", value.size(2));
        }
        return axes;
    }
}
