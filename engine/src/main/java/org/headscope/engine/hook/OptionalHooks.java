package org.headscope.engine.hook;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Hook points that fire only on request, because they cost memory (interpretability.md A.3).
 *
 * @param result {@code attn.hook_result}, what each head writes [batch, pos, head, d_model]
 * @param attnIn {@code hook_attn_in}, the residual stream repeated for each head [batch, pos, head, d_model]
 * @param splitQkv {@code hook_q_input}, {@code hook_k_input}, {@code hook_v_input}, a copy of the residual stream each
 * @param normalizedQkv {@code hook_q_normalized_input} and its like, the same after ln1; switches splitQkv on
 * @param mlpIn {@code hook_mlp_in}, a copy of the residual stream in front of ln2
 * @param ungroup no hook point of its own: grouped keys and values are repeated, one for each query head, before {@code
 *     hook_k} and {@code hook_v}, so that each can be changed alone
 */
public record OptionalHooks(
        boolean result, boolean attnIn, boolean splitQkv, boolean normalizedQkv, boolean mlpIn, boolean ungroup) {
    public static final OptionalHooks NONE = new OptionalHooks(false, false, false, false, false);
    public static final OptionalHooks ALL = new OptionalHooks(true, true, true, true, true);

    public OptionalHooks {
        splitQkv |= normalizedQkv;
    }

    public OptionalHooks(boolean result, boolean attnIn, boolean splitQkv, boolean normalizedQkv, boolean mlpIn) {
        this(result, attnIn, splitQkv, normalizedQkv, mlpIn, false);
    }

    /** The same with keys and values repeated, one for each query head. */
    public OptionalHooks ungrouped() {
        return new OptionalHooks(result, attnIn, splitQkv, normalizedQkv, mlpIn, true);
    }

    /**
     * The optional hook points that names or globs ask for: those that some pattern matches, as long as it matches none that
     * fires anyway. So {@code *hook_result} asks, but {@code *} and {@code blocks.0.*} do not.
     *
     * @param catalogue the names of the hook points that fire with some optional ones, such as {@code model::hookNames}
     */
    public static OptionalHooks askedFor(List<String> patterns, Function<OptionalHooks, List<String>> catalogue) {
        List<String> always = catalogue.apply(NONE);
        List<NameFilter> special = patterns.stream()
                .map(NameFilter::of)
                .filter(pattern -> always.stream().noneMatch(pattern::matches))
                .toList();
        Predicate<OptionalHooks> asked = hooks -> catalogue.apply(hooks).stream()
                .anyMatch(name -> special.stream().anyMatch(pattern -> pattern.matches(name)));
        var split = new OptionalHooks(false, false, true, false, false);
        var normalized = new OptionalHooks(false, false, true, true, false);
        return new OptionalHooks(
                asked.test(new OptionalHooks(true, false, false, false, false)),
                asked.test(new OptionalHooks(false, true, false, false, false)),
                asked.test(split),
                asked.test(normalized) && !asked.test(split),
                asked.test(new OptionalHooks(false, false, false, false, true)));
    }

    /** Whether attention reads an input of its own for each head. */
    public boolean inputPerHead() {
        return attnIn || splitQkv;
    }
}
