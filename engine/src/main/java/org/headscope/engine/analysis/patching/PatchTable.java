package org.headscope.engine.analysis.patching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;

/**
 * What is patched, one place after the other: a grid of sites, the variants of TransformerLens's {@code patching} among them
 * (interpretability.md E.2). Heads of keys and values count as the model has them.
 *
 * @param axes what the axes are, such as layer, pos, head
 * @param shape their lengths
 * @param sites in row-major order
 */
public record PatchTable(List<String> axes, List<Integer> shape, List<Site> sites) {
    private static final List<String> HEAD_HOOKS = List.of("z", "q", "k", "v");

    public PatchTable {
        axes = List.copyOf(axes);
        shape = List.copyOf(shape);
        sites = List.copyOf(sites);
        if (axes.size() != shape.size() || shape.stream().reduce(1, (a, b) -> a * b) != sites.size()) {
            throw new IllegalArgumentException(sites.size() + " sites do not fill a table of " + axes + " " + shape);
        }
    }

    /** Any list of sites. */
    public static PatchTable of(List<Site> sites) {
        return new PatchTable(List.of("site"), List.of(sites.size()), sites);
    }

    /** A hook point of the residual stream, such as {@code resid_pre} or {@code attn_out}: [layer, pos]. */
    public static PatchTable byPosition(Model model, String hook, int length) {
        return grid(List.of("layer", "pos"), i -> Site.of(hook, i[0]).at(Positions.of(i[1])), layers(model), length);
    }

    /** A hook point of heads, {@code z}, {@code q}, {@code k}, {@code v} or {@code pattern}, at all positions: [layer, head]. */
    public static PatchTable heads(Model model, String hook) {
        return grid(
                List.of("layer", "head"), i -> Site.of(hook, i[0]).unit(i[1]), layers(model), headCount(model, hook));
    }

    /** {@code z}, {@code q}, {@code k} or {@code v} at each position: [layer, pos, head]. */
    public static PatchTable headsByPosition(Model model, String hook, int length) {
        return grid(
                List.of("layer", "pos", "head"),
                i -> Site.of(hook, i[0]).unit(i[2]).at(Positions.of(i[1])),
                layers(model),
                length,
                headCount(model, hook));
    }

    /** One row of a pattern: [layer, head, dest]. */
    public static PatchTable patternByDestination(Model model, int length) {
        return grid(
                List.of("layer", "head", "dest"),
                i -> Site.of("pattern", i[0]).unit(i[1]).at(Positions.of(i[2])),
                layers(model),
                model.config().nHeads(),
                length);
    }

    /** One weight of a pattern: [layer, head, dest, src]. */
    public static PatchTable patternByDestinationAndSource(Model model, int length) {
        return grid(
                List.of("layer", "head", "dest", "src"),
                i -> Site.of("pattern", i[0]).unit(i[1]).at(Positions.of(i[2])).atKeys(Positions.of(i[3])),
                layers(model),
                model.config().nHeads(),
                length,
                length);
    }

    /**
     * {@code get_act_patch_attn_head_all_pos_every}: z, q, k, v and pattern, [5, layer, head]; heads of keys and values stand
     * repeated, one for each query head that reads them.
     */
    public static PatchTable everyHead(Model model) {
        return grid(
                List.of("hook", "layer", "head"),
                i -> i[0] == 4
                        ? Site.of("pattern", i[1]).unit(i[2])
                        : Site.of(HEAD_HOOKS.get(i[0]), i[1]).unit(unit(model, i[0], i[2])),
                5,
                layers(model),
                model.config().nHeads());
    }

    /** {@code get_act_patch_attn_head_by_pos_every}: the same at each position, for patterns the query's: [5, layer, pos, head]. */
    public static PatchTable everyHeadByPosition(Model model, int length) {
        return grid(
                List.of("hook", "layer", "pos", "head"),
                i -> (i[0] == 4
                                ? Site.of("pattern", i[1]).unit(i[3])
                                : Site.of(HEAD_HOOKS.get(i[0]), i[1]).unit(unit(model, i[0], i[3])))
                        .at(Positions.of(i[2])),
                5,
                layers(model),
                length,
                model.config().nHeads());
    }

    /** {@code get_act_patch_block_every}: resid_pre, attn_out and, where there are MLPs, mlp_out: [3, layer, pos]. */
    public static PatchTable everyBlock(Model model, int length) {
        List<String> hooks = Stream.of("resid_pre", "attn_out", "mlp_out")
                .filter(hook -> model.config().has(Site.of(hook, 0)))
                .toList();
        return grid(
                List.of("hook", "layer", "pos"),
                i -> Site.of(hooks.get(i[0]), i[1]).at(Positions.of(i[2])),
                hooks.size(),
                layers(model),
                length);
    }

    /** All combinations of indices, the last running fastest. */
    private static PatchTable grid(List<String> axes, Function<int[], Site> site, int... shape) {
        var sites = new ArrayList<Site>();
        int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        for (int cell = 0; cell < count; cell++) {
            var index = new int[shape.length];
            for (int axis = shape.length - 1, rest = cell; axis >= 0; rest /= shape[axis--])
                index[axis] = rest % shape[axis];
            sites.add(site.apply(index));
        }
        return new PatchTable(axes, Arrays.stream(shape).boxed().toList(), sites);
    }

    private static int layers(Model model) {
        return model.config().nLayers();
    }

    private static int headCount(Model model, String hook) {
        boolean keyOrValue = hook.equals("k") || hook.equals("v");
        return keyOrValue
                ? model.config().attention().nKeyValueHeads()
                : model.config().nHeads();
    }

    private static int unit(Model model, int hook, int head) {
        return hook == 2 || hook == 3 ? model.config().attention().keyValueHead(head) : head;
    }

    int[] shapeArray() {
        return shape.stream().mapToInt(Integer::intValue).toArray();
    }
}
