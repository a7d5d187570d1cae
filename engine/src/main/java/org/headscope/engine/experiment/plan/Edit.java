package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kind;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.form.Variants;
import org.headscope.engine.hook.Direction;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.Steer;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.token.PromptException;

/** A change of a run, as an experiment gives it. A new one is a record with a form, listed in {@link #KIND}. */
public sealed interface Edit {
    Kind<Edit> KIND = Variants.of(
            Zero.FORM,
            Mean.FORM,
            FromRun.FORM,
            Constant.FORM,
            SetTo.FORM,
            Noise.FORM,
            Scale.FORM,
            AddDirection.FORM,
            ProjectOut.FORM,
            Freeze.FORM,
            KnockOut.FORM);

    Site site();

    /** The change as a run takes it. */
    Intervention intervention(Setup setup) throws PromptException;

    /** The request with this change, too. */
    default RunRequest applied(RunRequest request, Setup setup) throws PromptException {
        var all = new ArrayList<Intervention>(request.interventions());
        all.add(intervention(setup));
        return request.with(all);
    }

    /** Sets values to 0. */
    record Zero(Site site) implements Edit {
        static final Form<Zero> FORM = Form.of(Zero.class, "zero", "sets values to 0", Fields.site("what is set to 0"));

        @Override
        public Intervention intervention(Setup setup) {
            return new ZeroAblation(site);
        }
    }

    /**
     * Replaces values by their mean.
     *
     * @param over prompts of equal standing; empty for the prompts of the experiment themselves
     */
    record Mean(Site site, List<Asked> over, boolean perPosition) implements Edit {
        static final Form<Mean> FORM = Form.of(
                Mean.class,
                "mean",
                "replaces values by their mean over positions and prompts, in runs without interventions",
                Fields.site("what is replaced"),
                Field.optional(
                        "over",
                        Kinds.list(Asked.KIND, 1, 10_000),
                        List.of(),
                        "the prompts to average over; missing for the prompts of the experiment themselves"),
                Fields.flag("per_position", false, "whether each position has a mean of its own; only with \"over\""));

        public Mean {
            over = List.copyOf(over);
            if (perPosition && over.isEmpty()) {
                throw new IllegalArgumentException("A mean per position needs prompts to average over.");
            }
        }

        @Override
        public Intervention intervention(Setup setup) throws PromptException {
            if (over.isEmpty()) return new MeanAblation(site, new MeanSource.ThisPrompt());
            return new MeanAblation(
                    site, new MeanSource.PromptSet(over.size() + " prompts", setup.ids(over), perPosition));
        }
    }

    /**
     * Replaces values by what they are in another run.
     *
     * @param from the run, without interventions
     */
    record FromRun(Site site, Prompts from) implements Edit {
        static final Form<FromRun> FORM = Form.of(
                FromRun.class,
                "patch",
                "replaces values by what they are in another run (activation patching, resample ablation)",
                Fields.site("what is replaced"),
                Fields.choice("from", Prompts.CORRUPTED, "which prompts the other run is of"));

        @Override
        public Intervention intervention(Setup setup) throws PromptException {
            RunRequest other = setup.request(from).keep(site.hookName());
            return Patch.from(setup.model().run(other).kept(), site, from.words());
        }
    }

    /** Sets values to a number. */
    record Constant(Site site, float value) implements Edit {
        static final Form<Constant> FORM = Form.of(
                Constant.class,
                "constant",
                "sets values to a number",
                Fields.site("what is set"),
                Field.required("value", Kinds.entry(), "the number"));

        @Override
        public Intervention intervention(Setup setup) {
            return org.headscope.engine.hook.SetTo.constant(site, value);
        }
    }

    /** Sets every vector to one. */
    record SetTo(Site site, List<Float> vector) implements Edit {
        static final Form<SetTo> FORM = Form.of(
                SetTo.class,
                "set_to",
                "sets every vector to one",
                Fields.site("what is set"),
                Field.required("vector", Fields.VECTOR, "as long as what it replaces"));

        @Override
        public Intervention intervention(Setup setup) {
            return new org.headscope.engine.hook.SetTo(site, vector);
        }
    }

    /** Adds normally distributed random numbers. */
    record Noise(Site site, double deviation, long seed) implements Edit {
        static final Form<Noise> FORM = Form.of(
                Noise.class,
                "noise",
                "adds normally distributed random numbers, the same in every run",
                Fields.site("what is changed"),
                Field.required("deviation", Kinds.number(0, 1e6), "their standard deviation"),
                Field.optional("seed", Kinds.seed(), 0L, "another seed, other numbers"));

        @Override
        public Intervention intervention(Setup setup) {
            return new org.headscope.engine.hook.Noise(site, deviation, seed);
        }
    }

    /** Multiplies by a factor. */
    record Scale(Site site, double factor) implements Edit {
        static final Form<Scale> FORM = Form.of(
                Scale.class,
                "scale",
                "multiplies values by a factor",
                Fields.site("what is changed"),
                Field.required("factor", Kinds.number(-1e6, 1e6), "the factor"));

        @Override
        public Intervention intervention(Setup setup) {
            return new org.headscope.engine.hook.Scale(site, factor);
        }
    }

    /** Adds a multiple of a direction. */
    record AddDirection(Site site, AskedDirection direction, double factor) implements Edit {
        static final Form<AddDirection> FORM = Form.of(
                AddDirection.class,
                "add_direction",
                "adds a multiple of a direction to every vector (steering)",
                Fields.site("what is changed"),
                Field.required("direction", AskedDirection.KIND, "its numbers, or what they are worked out from"),
                Field.optional("factor", Kinds.number(-1e6, 1e6), 1.0, "the multiple"));

        @Override
        public Intervention intervention(Setup setup) throws PromptException {
            return new Steer(site, direction.direction(setup), factor);
        }
    }

    /** Takes away what lies along some directions. */
    record ProjectOut(Site site, List<AskedDirection> directions) implements Edit {
        static final Form<ProjectOut> FORM = Form.of(
                ProjectOut.class,
                "project_out",
                "takes away what lies along some directions",
                Fields.site("what is changed"),
                Field.required(
                        "directions",
                        Kinds.list(AskedDirection.KIND, 1, 1000),
                        "each as its numbers, or what they are worked out from"));

        public ProjectOut {
            directions = List.copyOf(directions);
        }

        @Override
        public Intervention intervention(Setup setup) throws PromptException {
            var all = new ArrayList<Direction>();
            for (AskedDirection direction : directions) all.add(direction.direction(setup));
            return new org.headscope.engine.hook.ProjectOut(site, all);
        }
    }

    /** Holds values at those of the run without changes. */
    record Freeze(Site site) implements Edit {
        static final Form<Freeze> FORM = Form.of(
                Freeze.class,
                "freeze",
                "holds values at what they are without any change, such as a pattern or the scale of a norm",
                Fields.site("what is held"));

        @Override
        public Intervention intervention(Setup setup) {
            return new org.headscope.engine.hook.Freeze(site);
        }
    }

    /** Cuts edges of attention. */
    record KnockOut(Site site) implements Edit {
        static final Form<KnockOut> FORM = Form.of(
                KnockOut.class,
                "knock_out",
                "hides keys from queries, so that the rest of each row of the pattern gets their weight",
                Fields.site("attention scores, at the queries and keys that are taken apart"));

        public KnockOut {
            // refused here already, while the file is read
            new org.headscope.engine.hook.KnockOut(site);
        }

        @Override
        public Intervention intervention(Setup setup) {
            return new org.headscope.engine.hook.KnockOut(site);
        }
    }
}
