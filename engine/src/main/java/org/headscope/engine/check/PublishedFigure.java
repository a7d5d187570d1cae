package org.headscope.engine.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.plan.Plan;
import org.headscope.engine.experiment.plan.PlanFile;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;

/**
 * Published numbers that one experiment gives.
 *
 * @param source where they were published
 */
record PublishedFigure(String title, String source, Plan experiment, List<PublishedNumber> numbers) {
    static final Form<PublishedFigure> FORM = Form.of(
            PublishedFigure.class,
            "figure",
            "published numbers that one experiment gives",
            Field.required("title", Kinds.text(1, 200), "what they show"),
            Field.required("source", Kinds.text(1, 500), "where they were published"),
            Field.required("experiment", PlanFile.KIND, "what gives them"),
            Field.required("numbers", Kinds.list(PublishedNumber.FORM, 1, 1000), "the numbers"));

    PublishedFigure {
        numbers = List.copyOf(numbers);
    }

    /** Runs the experiment and holds each number against what comes out. */
    List<Check> checks(Model model, Path folder, Progress progress) {
        var checks = new ArrayList<Check>();
        try {
            var results = new Results();
            experiment.analysis().run(Setup.of(experiment, model, folder), results, progress);
            for (PublishedNumber number : numbers) checks.add(check(number, results));
        } catch (CancellationException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            checks.add(new Check(title, false, String.valueOf(e.getMessage())));
        }
        return checks;
    }

    private Check check(PublishedNumber number, Results results) {
        double measured = number.measured(results.grid(number.result()));
        boolean near = Math.abs(measured - number.value()) <= number.within();
        return new Check(
                title + ": " + number.what(),
                near,
                String.format(
                        Locale.ROOT,
                        "measured %.5g, published %.5g within %s (%s)",
                        measured,
                        number.value(),
                        number.within(),
                        source));
    }
}
