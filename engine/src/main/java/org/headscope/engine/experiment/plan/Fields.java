package org.headscope.engine.experiment.plan;

import java.util.List;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kind;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;

/** Fields that several parts of an experiment have. */
final class Fields {
    /** More layers, heads, neurons or positions than any model has. */
    static final int MANY = 1_000_000;

    private static final Kind<Positions> POSITIONS =
            Kinds.mapped(Kinds.list(Kinds.whole(0, MANY), 1, MANY), Positions::new, Positions::chosen);

    static final Kind<String> HOOK = Kinds.mapped(Kinds.text(1, 200), HookName::of, name -> name);

    static final Kind<List<Float>> VECTOR = Kinds.list(Kinds.entry(), 1, MANY);

    static final Form<Site> SITE = Form.of(
            Site.class,
            "site",
            "where a value is: a hook point, all of it or a part",
            Field.required(
                    "hook", HOOK, "its TransformerLens name, such as blocks.3.attn.hook_z, or short: z3, resid_pre0"),
            Field.optional(
                    "unit", Kinds.whole(-1, MANY), -1, "the head, or the neuron or coordinate; -1 or missing for all"),
            Field.optional(
                    "positions", POSITIONS, Positions.ALL, "positions, from 0; queries in patterns; missing for all"),
            Field.optional("keys", POSITIONS, Positions.ALL, "positions of keys, for patterns only; missing for all"));

    private Fields() {}

    static Field<Site> site(String about) {
        return Field.required("site", SITE, about);
    }

    static Field<Integer> layer() {
        return Field.required("layer", Kinds.whole(0, MANY), "the layer, from 0");
    }

    static Field<Integer> head() {
        return Field.required("head", Kinds.whole(0, MANY), "the head, from 0");
    }

    /** A position that may count from the end. */
    static Field<Integer> position(String about) {
        return Field.optional("position", Kinds.whole(-MANY, MANY), -1, about + "; negative from the end");
    }

    static Field<List<Integer>> positions() {
        return Field.optional(
                "positions",
                Kinds.list(Kinds.whole(-MANY, MANY), 1, MANY),
                List.of(),
                "the positions that are looked at; negative from the end; missing for all");
    }

    static Field<Integer> top(int otherwise) {
        return Field.optional("top", Kinds.whole(1, 1000), otherwise, "how many of the most likely tokens are listed");
    }

    static Field<Boolean> flag(String name, boolean otherwise, String about) {
        return Field.optional(name, Kinds.flag(), otherwise, about);
    }

    static <E extends Enum<E>> Field<E> choice(String name, E otherwise, String about) {
        return Field.optional(name, Kinds.choice(otherwise.getDeclaringClass()), otherwise, about);
    }
}
