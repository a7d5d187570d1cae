package org.headscope.engine.experiment.plan;

import java.util.List;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.tensor.Tensor;

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

    /** Some positions, counted from 0. */
    Axis positions(List<Integer> chosen) {
        return new Axis("pos", chosen.stream().map(setup::positionLabel).toList());
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
