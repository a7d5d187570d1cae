package org.headscope.engine.experiment.plan;

import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.tensor.Tensor;

/** Numbers that every head has. */
@FunctionalInterface
interface PerHead {
    /** The numbers of one head in one prompt. */
    double[] of(int prompt, int layer, int head);

    /** Adds a grid [prompt, number, layer, head], so that each number makes a picture of layers and heads. */
    static void add(Results results, String name, String about, Setup setup, Axis prompts, Axis numbers, PerHead of) {
        var axes = new Axes(setup);
        Axis layers = axes.layers();
        Axis heads = axes.heads();
        int all = layers.size() * heads.size();
        var data = new float[prompts.size() * numbers.size() * all];
        for (int i = 0; i < prompts.size() * all; i++) {
            int prompt = i / all;
            double[] values = of.of(prompt, i % all / heads.size(), i % heads.size());
            for (int number = 0; number < values.length; number++) {
                data[(prompt * numbers.size() + number) * all + i % all] = (float) values[number];
            }
        }
        results.grid(
                name,
                about,
                Tensor.of(data, prompts.size(), numbers.size(), layers.size(), heads.size()),
                prompts,
                numbers,
                layers,
                heads);
    }
}
