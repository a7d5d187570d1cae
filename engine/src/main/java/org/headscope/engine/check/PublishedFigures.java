package org.headscope.engine.check;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.form.Place;
import org.headscope.engine.io.JsonFile;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;

/**
 * What others have published about a model, to be held against what this program measures on it.
 *
 * @param model what the model is called
 * @param embedding the first numbers of the row of token 0 in W_E, by which its weights are told from others of the same shape
 */
public record PublishedFigures(
        String model,
        int nLayers,
        int nHeads,
        int dModel,
        int dVocab,
        List<Float> embedding,
        List<PublishedFigure> figures) {
    private static final int MOST_BYTES = 1_000_000;
    /** Published weights are rounded to four digits, and centring moves all numbers of a row alike. */
    private static final double ROUNDED = 2e-4;

    private static final Form<PublishedFigures> FORM = Form.of(
            PublishedFigures.class,
            "published",
            "what others have published about a model",
            Field.required("model", Kinds.text(1, 100), "what it is called"),
            Field.required("n_layers", Kinds.whole(1, 10_000), "its layers"),
            Field.required("n_heads", Kinds.whole(1, 10_000), "its heads in a layer"),
            Field.required("d_model", Kinds.whole(1, 1_000_000), "width of its residual stream"),
            Field.required("d_vocab", Kinds.whole(1, 10_000_000), "size of its vocabulary"),
            Field.required("embedding", Kinds.list(Kinds.entry(), 2, 100), "first numbers of row 0 of its W_E"),
            Field.required("figures", Kinds.list(PublishedFigure.FORM, 1, 1000), "what was published"));

    public PublishedFigures {
        embedding = List.copyOf(embedding);
        figures = List.copyOf(figures);
    }

    /** @throws ModelException with one sentence if the file is broken */
    public static PublishedFigures read(Path file) throws ModelException {
        return FORM.read(new Place(JsonFile.read(file, MOST_BYTES), ""));
    }

    /**
     * What is known about a model.
     *
     * @param folder of JSON files, one for each model
     */
    public static Optional<PublishedFigures> of(Model model, Path folder) throws ModelException {
        for (Path file : files(folder)) {
            PublishedFigures figures = read(file);
            if (figures.describe(model)) return Optional.of(figures);
        }
        return Optional.empty();
    }

    private static Iterable<Path> files(Path folder) throws ModelException {
        var files = new TreeSet<Path>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.json")) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new ModelException("The folder " + folder + " of published figures cannot be read.", e);
        }
        return files;
    }

    /** Whether a model has the shape and the embedding of the one that the figures are about. */
    boolean describe(Model other) {
        ModelConfig config = other.config();
        boolean alike = config.nLayers() == nLayers
                && config.nHeads() == nHeads
                && config.dModel() == dModel
                && config.dVocab() == dVocab;
        return alike && hasEmbedding(other.parameter("embed.W_E"));
    }

    private boolean hasEmbedding(Tensor wE) {
        for (int i = 1; i < embedding.size(); i++) {
            float step = wE.get(0, i) - wE.get(0, 0);
            if (!(Math.abs(step - (embedding.get(i) - embedding.get(0))) <= ROUNDED)) return false;
        }
        return true;
    }

    /** All figures, measured on the model with folded weights, as published ones are. */
    List<Check> checks(Model opened, Path folder, Progress progress) {
        if (opened.processing().equals(Processing.FOLDED)) return measured(opened, folder, progress);
        try (Model folded = Model.load(opened.folder(), Processing.FOLDED)) {
            return measured(folded, folder, progress);
        } catch (ModelException e) {
            return List.of(new Check("published figures of " + model, false, e.getMessage()));
        }
    }

    private List<Check> measured(Model folded, Path folder, Progress progress) {
        var checks = new ArrayList<Check>();
        for (int i = 0; i < figures.size(); i++) {
            int done = i;
            progress.at(done, figures.size());
            checks.addAll(figures.get(i).checks(folded, folder, (_, _) -> progress.at(done, figures.size())));
        }
        return checks;
    }
}
