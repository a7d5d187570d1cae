package org.headscope.app.prompt;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.input.Clipboard;
import org.headscope.app.error.Sentences;
import org.headscope.app.resources.Resources;
import org.headscope.app.task.Background;
import org.headscope.app.task.LatestTask;
import org.headscope.app.text.Text;
import org.headscope.engine.io.Prompt;

/** Fills the library and searches it. */
final class LibraryController {
    private static final int SEARCH_PAUSE = 80;

    private final LibraryModel model = new LibraryModel();
    private final Executor files;
    private final KeptPrompts kept;
    private final Consumer<Prompt> onChosen;
    private final LatestTask<LibrarySearch, List<LibraryRow>> search;
    private final Runnable onGrown;
    private int reading;

    /**
     * @param files where files are read and prompts are searched
     * @param kept where imported prompts are kept for the next start
     * @param onChosen told of a prompt that the user wants in the editor
     * @param onGrown told when prompts have come
     */
    LibraryController(Executor files, KeptPrompts kept, Consumer<Prompt> onChosen, Runnable onGrown) {
        this.files = files;
        this.kept = kept;
        this.onChosen = onChosen;
        this.onGrown = onGrown;
        this.search = new LatestTask<>(
                files, SEARCH_PAUSE, (question, _) -> question.rows(), model.rows()::setAll, Sentences::raise);
        model.searchProperty().subscribe((_, _) -> show());
        read(Text.of("prompt.library"), () -> PromptImport.library(Resources.promptLibrary()), model::add);
        read(Text.of("prompt.library"), kept::load, model::restore);
    }

    LibraryModel model() {
        return model;
    }

    void importFiles(List<Path> paths) {
        if (paths.isEmpty()) return;
        List<Path> wanted = List.copyOf(paths);
        String names = wanted.size() == 1
                ? wanted.getFirst().getFileName().toString()
                : Text.of("prompt.import.files", wanted.size());
        read(names, () -> PromptImport.files(wanted), this::addAndKeep);
    }

    /** Reads the files or the text on the clipboard. */
    void importClipboard() {
        Clipboard clipboard = Clipboard.getSystemClipboard();
        if (clipboard.hasFiles()) {
            importFiles(clipboard.getFiles().stream().map(File::toPath).toList());
        } else {
            importText(clipboard.hasString() ? clipboard.getString() : "");
        }
    }

    /**
     * Reads pasted text.
     *
     * @param text empty if there is none on the clipboard, null if the program that has it does not hand it over
     */
    void importText(String text) {
        if (text == null || text.isBlank()) {
            String why = Text.of(text == null ? "prompt.refused.unread" : "prompt.import.emptyClipboard");
            model.reportProperty().set(new ImportReport(why, List.of()));
        } else {
            read(Text.of("prompt.pasted"), () -> PromptImport.text(text), this::addAndKeep);
        }
    }

    private void addAndKeep(List<PromptGroup> groups) {
        model.add(groups);
        if (!groups.isEmpty()) keep();
    }

    /** Writes what is imported now, after whatever is being read. */
    private void keep() {
        List<PromptGroup> groups = List.copyOf(model.groups());
        later(() -> kept.save(groups)
                .ifPresent(sentence ->
                        Background.onFx(() -> model.reportProperty().set(new ImportReport(sentence, List.of())))));
    }

    private void read(String name, Supplier<PromptImport.Outcome> work, Consumer<List<PromptGroup>> add) {
        reading++;
        model.addedProperty().set("");
        model.readingProperty().set(Text.of("prompt.import.reading", name));
        boolean taken = later(() -> {
            try {
                PromptImport.Outcome outcome = work.get();
                Background.onFx(() -> take(outcome, add));
            } catch (RuntimeException | Error e) {
                Background.onFx(() -> {
                    endReading();
                    Sentences.raise(e);
                });
            }
        });
        if (!taken) endReading();
    }

    /** Whether the work was taken: when the program is closing, nobody waits for prompts. */
    private boolean later(Runnable work) {
        try {
            files.execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void take(PromptImport.Outcome outcome, Consumer<List<PromptGroup>> add) {
        endReading();
        add.accept(outcome.groups());
        if (outcome.report() != null) model.reportProperty().set(outcome.report());
        show();
        onGrown.run();
    }

    private void endReading() {
        reading--;
        if (reading == 0) model.readingProperty().set("");
    }

    /** Loads a prompt, or opens or closes a group. */
    void activate(LibraryRow row) {
        model.addedProperty().set("");
        switch (row) {
            case LibraryRow.Heading heading -> open(heading.group(), !heading.open());
            case LibraryRow.Item item -> {
                model.chosenProperty().set(item);
                onChosen.accept(item.prompt());
            }
        }
    }

    void open(PromptGroup group, boolean wanted) {
        model.open(group, wanted);
        show();
    }

    void remove(PromptGroup group) {
        model.addedProperty().set("");
        model.remove(group);
        keep();
        show();
    }

    /** Only a search may take long; opening and closing answers at once. */
    private void show() {
        LibrarySearch question = model.question();
        if (question.words().isEmpty()) {
            search.cancel();
            model.rows().setAll(question.rows());
        } else {
            search.ask(question);
        }
    }
}
