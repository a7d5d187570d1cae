package org.headscope.app.patching;

import java.util.Arrays;
import java.util.List;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.patching.PatchTable;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;

/** The maps to choose from: what is patched, and what a cell stands for. */
enum PatchMap {
    RESID_PRE("resid_pre", Kind.POSITIONS),
    RESID_MID("resid_mid", Kind.POSITIONS),
    ATTN_OUT("attn_out", Kind.POSITIONS),
    MLP_OUT("mlp_out", Kind.POSITIONS),
    Z("z", Kind.HEADS),
    Q("q", Kind.HEADS),
    K("k", Kind.HEADS),
    V("v", Kind.HEADS),
    PATTERN("pattern", Kind.HEADS),
    Z_AT("z", Kind.HEADS_AT),
    Q_AT("q", Kind.HEADS_AT),
    K_AT("k", Kind.HEADS_AT),
    V_AT("v", Kind.HEADS_AT),
    PATTERN_AT("pattern", Kind.DESTINATIONS);

    /** What the rows and columns are. */
    enum Kind {
        /** Layer by position. */
        POSITIONS,
        /** Layer by head, all positions together. */
        HEADS,
        /** Head by position. */
        HEADS_AT,
        /** Head by the position that attends. */
        DESTINATIONS
    }

    private final String hook;
    private final Kind kind;

    PatchMap(String hook, Kind kind) {
        this.hook = hook;
        this.kind = kind;
    }

    String hook() {
        return hook;
    }

    Kind kind() {
        return kind;
    }

    /** Such as "head z by position". */
    String words() {
        return Text.of("patching.map." + name());
    }

    boolean isIn(ModelConfig config) {
        return config.has(Site.of(hook, 0));
    }

    /** The maps that a model has. */
    static List<PatchMap> of(ModelConfig config) {
        return Arrays.stream(values()).filter(map -> map.isIn(config)).toList();
    }

    PatchTable table(Model model, int length) {
        return switch (kind) {
            case POSITIONS -> PatchTable.byPosition(model, hook, length);
            case HEADS -> PatchTable.heads(model, hook);
            case HEADS_AT -> PatchTable.headsByPosition(model, hook, length);
            case DESTINATIONS -> PatchTable.patternByDestination(model, length);
        };
    }
}
