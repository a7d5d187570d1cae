package org.headscope.engine.experiment.script;

/** Python that several scripts share. */
final class Snippets {
    static final String MEANS = """
        def values_over(hook_name, prompts):
            return [model.run_with_cache(torch.tensor([p]), names_filter=hook_name)[1][hook_name][0] for p in prompts]


        def mean_over(hook_name, prompts):
            \"""One mean over all positions of all prompts.\"""
            return torch.cat(values_over(hook_name, prompts)).mean(0)


        def mean_per_position(hook_name, prompts):
            \"""A mean for each position, over the prompts that are long enough to have it.\"""
            values = values_over(hook_name, prompts)
            longest = max(len(v) for v in values)
            return torch.stack([torch.stack([v[p] for v in values if len(v) > p]).mean(0) for p in range(longest)])

        """;

    static final String JAVA_RANDOM = """
        class JavaRandom:
            \"""java.util.Random, which Headscope draws from: the same seed gives the same numbers.\"""

            def __init__(self, seed):
                self.state = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)
                self.waiting = None

            def bits(self, n):
                self.state = (self.state * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
                return self.state >> (48 - n)

            def uniform(self):
                return ((self.bits(26) << 27) + self.bits(27)) / (1 << 53)

            def gaussian(self):
                if self.waiting is not None:
                    value, self.waiting = self.waiting, None
                    return value
                while True:
                    a, b = 2 * self.uniform() - 1, 2 * self.uniform() - 1
                    s = a * a + b * b
                    if 0 < s < 1:
                        factor = math.sqrt(-2 * math.log(s) / s)
                        self.waiting = b * factor
                        return a * factor

        """;

    /** Forward and backward pass that keep values and gradients. */
    static final String GRADIENTS = """
        def values_and_gradients(tokens, names, hooks):
            \"""The values at hook points and the gradients of the metric there.\"""
            values = {}

            def keep(value, hook):
                value.retain_grad()
                values[hook.name] = value

            with torch.enable_grad():
                model.requires_grad_(True)
                logits = model.run_with_hooks(tokens, fwd_hooks=hooks + [(name, keep) for name in names])
                metric(logits).backward()
            return {name: (value.detach(), value.grad) for name, value in values.items()}

        """;

    private Snippets() {}

    /** Reads the arrays of a file. */
    static String arrays(String file) {
        return (file.endsWith(".safetensors") ? "load_file(%s)" : "torch.load(%s)").formatted(Python.text(file));
    }
}
