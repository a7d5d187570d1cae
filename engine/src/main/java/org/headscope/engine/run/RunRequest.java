package org.headscope.engine.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.Tokens;

/**
 * What to compute. Made with {@link #of} and the methods that change one thing each.
 *
 * @param tokens [batch][pos], all rows of one length, taken as they are: BOS included where it is wanted
 * @param keep the hook points whose values are kept
 * @param optional the optional hook points that fire
 * @param interventions changes as data, applied in this order
 * @param codeHooks changes as code, applied after them
 * @param startLayer the first block that runs; above 0 the pass starts from {@code residual}
 * @param stopLayer the block before which the pass stops, n_layers for a whole pass, negative to count from the end
 * @param residual input of block {@code startLayer}, [batch, pos, d_model], or null for a pass that starts with tokens
 * @param reuse whether the unchanged beginning of an earlier run may be taken over
 * @param remember whether later runs may take over the beginning of this one
 */
public record RunRequest(
        int[][] tokens,
        NameFilter keep,
        OptionalHooks optional,
        List<Intervention> interventions,
        List<CodeHook> codeHooks,
        int startLayer,
        int stopLayer,
        Tensor residual,
        boolean reuse,
        boolean remember) {
    /** {@link #stopLayer} of a pass that goes to the logits. */
    public static final int TO_THE_END = Integer.MAX_VALUE;

    public RunRequest {
        interventions = List.copyOf(interventions);
        codeHooks = List.copyOf(codeHooks);
    }

    /** A whole pass over a batch, keeping nothing but logits and loss. */
    public static RunRequest of(int[]... tokens) {
        int[][] copy = Arrays.stream(tokens).map(int[]::clone).toArray(int[][]::new);
        return new RunRequest(
                copy, NameFilter.NONE, OptionalHooks.NONE, List.of(), List.of(), 0, TO_THE_END, null, false, false);
    }

    public static RunRequest of(Tokens tokens) {
        return of(new int[][] {tokens.ids()});
    }

    public RunRequest keep(NameFilter names) {
        return new RunRequest(
                tokens, names, optional, interventions, codeHooks, startLayer, stopLayer, residual, reuse, remember);
    }

    public RunRequest keep(String... patterns) {
        return keep(NameFilter.of(patterns));
    }

    public RunRequest optional(OptionalHooks hooks) {
        return new RunRequest(
                tokens, keep, hooks, interventions, codeHooks, startLayer, stopLayer, residual, reuse, remember);
    }

    public RunRequest with(List<? extends Intervention> changes) {
        return new RunRequest(
                tokens,
                keep,
                optional,
                List.copyOf(changes),
                codeHooks,
                startLayer,
                stopLayer,
                residual,
                reuse,
                remember);
    }

    public RunRequest with(Intervention... changes) {
        return with(List.of(changes));
    }

    public RunRequest with(CodeHook hook) {
        var hooks = new ArrayList<>(codeHooks);
        hooks.add(hook);
        return new RunRequest(
                tokens, keep, optional, interventions, hooks, startLayer, stopLayer, residual, reuse, remember);
    }

    public RunRequest withoutCodeHooks() {
        return new RunRequest(
                tokens, keep, optional, interventions, List.of(), startLayer, stopLayer, residual, reuse, remember);
    }

    /** The same starting with block {@code layer}, whose input is {@code residual}. */
    public RunRequest startAt(int layer, Tensor input) {
        return new RunRequest(
                tokens, keep, optional, interventions, codeHooks, layer, stopLayer, input, reuse, remember);
    }

    /** The same stopping in front of block {@code layer}; negative counts from the end. */
    public RunRequest stopAt(int layer) {
        return new RunRequest(
                tokens, keep, optional, interventions, codeHooks, startLayer, layer, residual, reuse, remember);
    }

    /**
     * The same taking over what it can from earlier runs, and remembered for later ones. Only whole passes over a single
     * prompt without code hooks can; others run as they would have.
     */
    public RunRequest reusing() {
        return new RunRequest(
                tokens, keep, optional, interventions, codeHooks, startLayer, stopLayer, residual, true, true);
    }

    /** The same taking over what it can, but not remembered: for one of many runs that differ from a common one. */
    public RunRequest reusingOnly() {
        return new RunRequest(
                tokens, keep, optional, interventions, codeHooks, startLayer, stopLayer, residual, true, false);
    }
}
