package org.headscope.engine.experiment.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.headscope.engine.io.AtomicFile;
import org.headscope.engine.io.FileFault;
import org.headscope.engine.io.JsonFile;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.SafetensorsWriter;

/**
 * A folder with a result: {@code results.json}, {@code results.safetensors}, a CSV file for each table, {@code report.html}. The
 * same result always gives the same bytes.
 */
public final class ResultFolder {
    static final String ARRAYS = "results.safetensors";
    private static final String NUMBERS = "results.json";
    private static final String REPORT = "report.html";
    private static final int MOST_BYTES = 500_000_000;

    private final Path folder;

    public ResultFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Refuses a folder that results must not go into: one that holds other files and no earlier result.
     *
     * @throws ModelException with one sentence
     */
    public void check() throws ModelException {
        if (!Files.exists(folder)) return;
        if (!Files.isDirectory(folder)) {
            throw new ModelException(folder + " is a file: name a folder for the results.");
        }
        try (Stream<Path> inside = Files.list(folder)) {
            if (inside.findAny().isPresent() && !Files.exists(folder.resolve(NUMBERS))) {
                throw new ModelException(folder + " holds other files than results: name a new or an empty folder.");
            }
        } catch (IOException e) {
            throw new ModelException(folder + " cannot be read because " + FileFault.reason(e) + ".", e);
        }
    }

    /**
     * Writes a result, each file completely or not at all, results.json last. Files of an earlier result go.
     *
     * @param title of the report
     * @param experiment as a file holds it
     * @return the names of the files
     */
    public List<String> write(String title, List<Fact> facts, Results results, ObjectNode experiment)
            throws ModelException {
        check();
        List<String> earlier = earlier();
        Map<String, byte[]> files = tables(results);
        files.put(REPORT, Report.of(title, facts, results));
        var names = new ArrayList<>(files.keySet());
        names.add(ARRAYS);
        names.add(NUMBERS);
        files.put(
                NUMBERS,
                ResultJson.of(
                        facts, results, experiment, names.stream().sorted().toList()));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ModelException(folder + " cannot be made because " + FileFault.reason(e) + ".", e);
        }
        arrays(results, facts).write(folder.resolve(ARRAYS));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            AtomicFile.write(folder.resolve(file.getKey()), out -> out.write(file.getValue()));
        }
        for (String name : earlier) if (names.stream().noneMatch(name::equalsIgnoreCase)) delete(name);
        return names.stream().sorted().toList();
    }

    private static Map<String, byte[]> tables(Results results) {
        var files = new LinkedHashMap<String, byte[]>();
        for (Table table : results.tables()) files.put(fileName(table.name(), files.keySet()), ResultCsv.of(table));
        for (Grid grid : results.grids()) {
            boolean table = !grid.axes().isEmpty() && grid.values().size() <= ResultCsv.MOST_VALUES;
            if (table) files.put(fileName(grid.name(), files.keySet()), ResultCsv.of(grid));
        }
        return files;
    }

    /** A file for a table or an array of any name; numbered where another one, in capitals or not, has the name already. */
    private static String fileName(String name, Set<String> taken) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        String file = plain + ".csv";
        for (int number = 2; taken.stream().anyMatch(file::equalsIgnoreCase); number++) {
            file = plain + "_" + number + ".csv";
        }
        return file;
    }

    private static SafetensorsWriter arrays(Results results, List<Fact> facts) {
        var writer = new SafetensorsWriter();
        for (Grid grid : results.grids()) writer.add(grid.name(), grid.values());
        for (Fact fact : facts) writer.metadata(fact.name(), String.valueOf(fact.value()));
        return writer;
    }

    /** The files that an earlier result in this folder says are its own. */
    private List<String> earlier() {
        var names = new ArrayList<String>();
        try {
            if (!Files.exists(folder.resolve(NUMBERS))) return names;
            JsonNode old = JsonFile.read(folder.resolve(NUMBERS), MOST_BYTES);
            for (JsonNode name : old.path("files")) {
                if (name.asText().matches("[A-Za-z0-9._-]+\\.csv")) names.add(name.asText());
            }
        } catch (ModelException ignored) {
            // what stands there is no result of ours, so it names no files of ours
        }
        return names;
    }

    private void delete(String name) throws ModelException {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            throw new ModelException(
                    folder.resolve(name) + " cannot be deleted because " + FileFault.reason(e) + ".", e);
        }
    }
}
