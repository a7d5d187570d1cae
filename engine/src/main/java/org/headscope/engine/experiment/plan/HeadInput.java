package org.headscope.engine.experiment.plan;

import java.util.Locale;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Kinds;

/** What a head computes from the residual stream that it reads. */
public enum HeadInput {
    Q,
    K,
    V;

    static Field<HeadInput> field() {
        return Field.required("receivers", Kinds.choice(HeadInput.class), "which input of heads paths end at");
    }

    /** The short name of its hook point. */
    public String hook() {
        return name().toLowerCase(Locale.ROOT);
    }
}
