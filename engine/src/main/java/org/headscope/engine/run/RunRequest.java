package org.headscope.engine.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.PosSlice;
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
 * @param padding which places of the batch only fill rows up, or null where every place holds a token
 * @param keepAt the positions at which values are kept; one position is kept without an axis for it
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
        boolean remember,
        PaddingMask padding,
        PosSlice keepAt) {
    /** {@link #stopLayer} of a pass that goes to the logits. */
    public static final int TO_THE_END = Integer.MAX_VALUE;

    public RunRequest {
        interventions = List.copyOf(interventions);
        codeHooks = List.copyOf(codeHooks);
        if (padding != null && !padding.fits(tokens)) {
            throw new IllegalArgumentException("The mask of a batch must have the shape of its tokens.");
        }
        if (padding != null && padding.isFull()) padding = null;
    }

    /** A whole pass over a batch, keeping nothing but logits and loss. */
    public static RunRequest of(int[]... tokens) {
        int[][] copy = Arrays.stream(tokens).map(int[]::clone).toArray(int[][]::new);
        return new RunRequest(
                copy,
                NameFilter.NONE,
                OptionalHooks.NONE,
                List.of(),
                List.of(),
                0,
                TO_THE_END,
                null,
                false,
                false,
                null,
                PosSlice.ALL);
    }

    public static RunRequest of(Tokens tokens) {
        return of(new int[][] {tokens.ids()});
    }

    /**
     * A whole pass over prompts of any length, filled up to the longest. At its own tokens each prompt is computed as it would be
     * alone.
     *
     * @param padId what rows are filled up with; any token, since none sees it
     */
    public static RunRequest padded(PaddingMask.Side side, int padId, List<int[]> prompts) {
        int[] lengths = prompts.stream().mapToInt(prompt -> prompt.length).toArray();
        int longest = Arrays.stream(lengths).max().orElse(0);
        var rows = new int[prompts.size()][longest];
        for (int row = 0; row < rows.length; row++) {
            Arrays.fill(rows[row], padId);
            int from = side == PaddingMask.Side.LEFT ? longest - lengths[row] : 0;
            System.arraycopy(prompts.get(row), 0, rows[row], from, lengths[row]);
        }
        return of(rows).padding(PaddingMask.ofLengths(side, lengths));
    }

    /** The same with some places of the batch taken for padding. */
    public RunRequest padding(PaddingMask mask) {
        return changed(draft -> draft.padding = mask);
    }

    /** Whether values are kept as a whole. */
    public boolean keepsEveryPosition() {
        return keepAt instanceof PosSlice.All;
    }

    /** Whether the run says how likely the token after a place was: there is one, and neither is padding. */
    public boolean predicts(int row, int place) {
        return place + 1 < tokens[row].length && isToken(row, place) && isToken(row, place + 1);
    }

    /** Whether a place holds a token, and not padding. */
    public boolean isToken(int row, int place) {
        return padding == null || padding.isToken(row, place);
    }

    public RunRequest keep(NameFilter names) {
        return changed(draft -> draft.keep = names);
    }

    public RunRequest keep(String... patterns) {
        return keep(NameFilter.of(patterns));
    }

    /**
     * The same keeping values at some positions only, in the order given; in a padded batch these are places. Such a run neither
     * takes over nor is remembered.
     */
    public RunRequest keepAt(PosSlice positions) {
        return changed(draft -> draft.keepAt = positions);
    }

    public RunRequest optional(OptionalHooks hooks) {
        return changed(draft -> draft.optional = hooks);
    }

    public RunRequest with(List<? extends Intervention> changes) {
        return changed(draft -> draft.interventions = List.copyOf(changes));
    }

    public RunRequest with(Intervention... changes) {
        return with(List.of(changes));
    }

    public RunRequest with(CodeHook hook) {
        var hooks = new ArrayList<>(codeHooks);
        hooks.add(hook);
        return changed(draft -> draft.codeHooks = hooks);
    }

    public RunRequest withoutCodeHooks() {
        return changed(draft -> draft.codeHooks = List.of());
    }

    /** The same starting with block {@code layer}, whose input is {@code residual}. */
    public RunRequest startAt(int layer, Tensor input) {
        return changed(draft -> {
            draft.startLayer = layer;
            draft.residual = input;
        });
    }

    /** The same stopping in front of block {@code layer}; negative counts from the end. */
    public RunRequest stopAt(int layer) {
        return changed(draft -> draft.stopLayer = layer);
    }

    /**
     * The same taking over what it can from earlier runs, and remembered for later ones. Only whole passes without code hooks can:
     * over a single prompt, or over a batch that keeps nothing and goes on where the last one ended. Others run as they would have.
     */
    public RunRequest reusing() {
        return changed(draft -> {
            draft.reuse = true;
            draft.remember = true;
        });
    }

    /** The same taking over what it can, but not remembered: for one of many runs that differ from a common one. */
    public RunRequest reusingOnly() {
        return changed(draft -> {
            draft.reuse = true;
            draft.remember = false;
        });
    }

    private RunRequest changed(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.request();
    }

    /** The parts of a request while one of them is changed. */
    private static final class Draft {
        private int[][] tokens;
        private NameFilter keep;
        private OptionalHooks optional;
        private List<Intervention> interventions;
        private List<CodeHook> codeHooks;
        private int startLayer;
        private int stopLayer;
        private Tensor residual;
        private boolean reuse;
        private boolean remember;
        private PaddingMask padding;
        private PosSlice keepAt;

        Draft(RunRequest request) {
            tokens = request.tokens;
            keep = request.keep;
            optional = request.optional;
            interventions = request.interventions;
            codeHooks = request.codeHooks;
            startLayer = request.startLayer;
            stopLayer = request.stopLayer;
            residual = request.residual;
            reuse = request.reuse;
            remember = request.remember;
            padding = request.padding;
            keepAt = request.keepAt;
        }

        RunRequest request() {
            return new RunRequest(
                    tokens,
                    keep,
                    optional,
                    interventions,
                    codeHooks,
                    startLayer,
                    stopLayer,
                    residual,
                    reuse,
                    remember,
                    padding,
                    keepAt);
        }
    }
}
