package org.headscope.engine.experiment.plan;

import java.util.List;
import java.util.Locale;
import org.headscope.engine.analysis.patching.PatchTable;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kind;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.form.Variants;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;

/** Sites that are looked at in turn: the variants of TransformerLens's patching, or any list. */
public sealed interface PatchSites {
    Kind<PatchSites> KIND = Variants.of(
            ByPosition.FORM,
            Heads.FORM,
            HeadsByPosition.FORM,
            PatternByDestination.FORM,
            PatternByDestinationAndSource.FORM,
            EveryHead.FORM,
            EveryHeadByPosition.FORM,
            EveryBlock.FORM,
            Listed.FORM);

    static Field<PatchSites> field(String about) {
        return Field.required("sites", KIND, about);
    }

    /** @param length how many tokens the prompts have */
    PatchTable table(Model model, int length);

    /** The axes of a table, with what their entries are called. */
    static Axis[] axes(Setup setup, PatchTable table) {
        var axes = new Axis[table.axes().size()];
        for (int axis = 0; axis < axes.length; axis++) {
            String name = table.axes().get(axis);
            int size = table.shape().get(axis);
            axes[axis] = switch (name) {
                case "pos", "dest", "src" -> new Axes(setup).positions(name);
                case "hook" ->
                    new Axis(
                            name,
                            size == 5
                                    ? List.of("z", "q", "k", "v", "pattern")
                                    : List.of("resid_pre", "attn_out", "mlp_out")
                                            .subList(0, size));
                case "site" ->
                    new Axis(
                            name,
                            table.sites().stream()
                                    .map(site -> site.label() + ", " + site.where())
                                    .toList());
                default -> Axis.counted(name, size);
            };
        }
        return axes;
    }

    /** Hook points of the residual stream. */
    enum Stream {
        RESID_PRE,
        RESID_MID,
        RESID_POST,
        ATTN_OUT,
        MLP_OUT
    }

    /** Hook points of heads that run along positions. */
    enum OfHead {
        Z,
        Q,
        K,
        V
    }

    /** Hook points that each head has. */
    enum OfHeadOrPattern {
        Z,
        Q,
        K,
        V,
        PATTERN
    }

    /** The short name of a hook point that is chosen. */
    private static String name(Enum<?> hook) {
        return hook.name().toLowerCase(Locale.ROOT);
    }

    /** [layer, pos]. */
    record ByPosition(Stream hook) implements PatchSites {
        static final Form<ByPosition> FORM = Form.of(
                ByPosition.class,
                "by_position",
                "a hook point of the residual stream in every layer at every position: [layer, pos]",
                Field.required("hook", Kinds.choice(Stream.class), "which"));

        @Override
        public PatchTable table(Model model, int length) {
            return PatchTable.byPosition(model, name(hook), length);
        }
    }

    /** [layer, head]. */
    record Heads(OfHeadOrPattern hook) implements PatchSites {
        static final Form<Heads> FORM = Form.of(
                Heads.class,
                "heads",
                "every head, at all positions together: [layer, head]",
                Field.required("hook", Kinds.choice(OfHeadOrPattern.class), "what of it"));

        @Override
        public PatchTable table(Model model, int length) {
            return PatchTable.heads(model, name(hook));
        }
    }

    /** [layer, pos, head]. */
    record HeadsByPosition(OfHead hook) implements PatchSites {
        static final Form<HeadsByPosition> FORM = Form.of(
                HeadsByPosition.class,
                "heads_by_position",
                "every head at every position: [layer, pos, head]",
                Field.required("hook", Kinds.choice(OfHead.class), "what of it"));

        @Override
        public PatchTable table(Model model, int length) {
            return PatchTable.headsByPosition(model, name(hook), length);
        }
    }

    /** [layer, head, dest]. */
    record PatternByDestination() implements PatchSites {
        static final Form<PatternByDestination> FORM = Form.of(
                PatternByDestination.class,
                "pattern_by_destination",
                "every row of every pattern: [layer, head, dest]");

        @Override
        public PatchTable table(Model model, int length) {
            return PatchTable.patternByDestination(model, length);
        }
    }

    /** [layer, head, dest, src]. */
    record PatternByDestinationAndSource() implements PatchSites {
        static final Form<PatternByDestinationAndSource> FORM = Form.of(
                PatternByDestinationAndSource.class,
                "pattern_by_destination_and_source",
                "every weight of every pattern: [layer, head, dest, src]");

        @Override
        public PatchTable table(Model model, int length) {
            return PatchTable.patternByDestinationAndSource(model, length);
        }
    }

    /** [hook, layer, head]. */
    record EveryHead() implements PatchSites {
        static final Form<EveryHead> FORM =
                Form.of(EveryHead.class, "every_head", "z, q, k, v and pattern of every head: [hook, layer, head]");

        @Override
        public PatchTable table(Model model, int length) {
            return PatchTable.everyHead(model);
        }
    }

    /** [hook, layer, pos, head]. */
    record EveryHeadByPosition() implements PatchSites {
        static final Form<EveryHeadByPosition> FORM = Form.of(
                EveryHeadByPosition.class,
                "every_head_by_position",
                "z, q, k, v and pattern of every head at every position: [hook, layer, pos, head]");

        @Override
        public PatchTable table(Model model, int length) {
            return PatchTable.everyHeadByPosition(model, length);
        }
    }

    /** [hook, layer, pos]. */
    record EveryBlock() implements PatchSites {
        static final Form<EveryBlock> FORM = Form.of(
                EveryBlock.class,
                "every_block",
                "resid_pre, attn_out and mlp_out of every layer at every position: [hook, layer, pos]");

        @Override
        public PatchTable table(Model model, int length) {
            return PatchTable.everyBlock(model, length);
        }
    }

    /** [site]. */
    record Listed(List<Site> sites) implements PatchSites {
        static final Form<Listed> FORM = Form.of(
                Listed.class,
                "list",
                "any sites: [site]",
                Field.required("sites", Kinds.list(Fields.SITE, 1, 100_000), "each patched alone"));

        public Listed {
            sites = List.copyOf(sites);
        }

        @Override
        public PatchTable table(Model model, int length) {
            return PatchTable.of(sites);
        }
    }
}
