package org.headscope.engine.experiment.plan;

import org.headscope.engine.experiment.form.Field;

/** Which run is patched with values of which. */
public enum Way {
    /** Clean values are put into the corrupted run. */
    DENOISING(Prompts.CORRUPTED, Prompts.CLEAN),
    /** Corrupted values are put into the clean run. */
    NOISING(Prompts.CLEAN, Prompts.CORRUPTED);

    private final Prompts base;
    private final Prompts donor;

    Way(Prompts base, Prompts donor) {
        this.base = base;
        this.donor = donor;
    }

    /** The run that is patched. */
    public Prompts base() {
        return base;
    }

    /** The run that values are from. */
    public Prompts donor() {
        return donor;
    }

    static Field<Way> field() {
        return Fields.choice(
                "direction",
                DENOISING,
                "denoising puts clean values into the corrupted run, noising corrupted values into the clean run");
    }
}
