package org.headscope.app.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.headscope.app.theme.ThemeMode;
import org.headscope.engine.experiment.Experiment;

/**
 * What the window remembers from one start to the next.
 *
 * @param window where the window was, or null the first time
 * @param theme light, dark, or as the system
 * @param model the model's folder, or null for the bundled one
 * @param recentModels folders opened before, newest first
 * @param prompt the prompt's text, or null for the first of the library
 * @param corrupted the prompt to compare with, may be empty
 * @param answer the expected answer, may be empty
 * @param wrong the wrong answer, may be empty
 * @param bos whether the beginning-of-sequence token is put before the prompt
 * @param folded whether the weights are processed (folded)
 * @param dividers positions of the split panes by name
 */
public record Settings(
        WindowPlace window,
        ThemeMode theme,
        String model,
        List<String> recentModels,
        String prompt,
        String corrupted,
        String answer,
        String wrong,
        boolean bos,
        boolean folded,
        Map<String, Double> dividers) {

    private static final int MOST_RECENT = 10;

    /** Of a first start. */
    public static final Settings DEFAULTS =
            new Settings(null, ThemeMode.SYSTEM, null, List.of(), null, "", "", "", true, true, Map.of());

    public Settings {
        window = window == null || !window.isSane() ? null : window;
        theme = theme == null ? ThemeMode.SYSTEM : theme;
        recentModels = recentModels == null
                ? List.of()
                : recentModels.stream()
                        .filter(folder -> folder != null)
                        .distinct()
                        .limit(MOST_RECENT)
                        .toList();
        corrupted = corrupted == null ? "" : corrupted;
        answer = answer == null ? "" : answer;
        wrong = wrong == null ? "" : wrong;
        var sane = new TreeMap<String, Double>();
        if (dividers != null) {
            dividers.forEach((name, place) -> {
                if (place != null && place >= 0 && place <= 1) {
                    sane.put(name, place);
                }
            });
        }
        dividers = Map.copyOf(sane);
    }

    public Settings withWindow(WindowPlace place) {
        return new Settings(place, theme, model, recentModels, prompt, corrupted, answer, wrong, bos, folded, dividers);
    }

    public Settings withTheme(ThemeMode mode) {
        return new Settings(window, mode, model, recentModels, prompt, corrupted, answer, wrong, bos, folded, dividers);
    }

    /** With a model folder that was opened, or null for the bundled model. It becomes the newest of the recent ones. */
    public Settings withModel(String folder) {
        var recent = new ArrayList<>(recentModels);
        if (folder != null) {
            recent.remove(folder);
            recent.addFirst(folder);
        }
        return new Settings(window, theme, folder, recent, prompt, corrupted, answer, wrong, bos, folded, dividers);
    }

    /** Without a folder that is there no more. */
    public Settings forgettingModel(String folder) {
        var recent = new ArrayList<>(recentModels);
        recent.remove(folder);
        return new Settings(
                window,
                theme,
                folder.equals(model) ? null : model,
                recent,
                prompt,
                corrupted,
                answer,
                wrong,
                bos,
                folded,
                dividers);
    }

    public Settings withPrompt(String text, String corruptedText, String answerText, String wrongText) {
        return new Settings(
                window, theme, model, recentModels, text, corruptedText, answerText, wrongText, bos, folded, dividers);
    }

    /** With what is asked; interventions are not remembered. */
    public Settings withExperiment(Experiment asked) {
        return withPrompt(asked.prompt(), asked.corrupted(), asked.answer(), asked.wrong())
                .withBos(asked.prependBos());
    }

    public Settings withBos(boolean on) {
        return new Settings(window, theme, model, recentModels, prompt, corrupted, answer, wrong, on, folded, dividers);
    }

    public Settings withFolded(boolean on) {
        return new Settings(window, theme, model, recentModels, prompt, corrupted, answer, wrong, bos, on, dividers);
    }

    public Settings withDivider(String name, double place) {
        var places = new TreeMap<>(dividers);
        places.put(name, place);
        return new Settings(window, theme, model, recentModels, prompt, corrupted, answer, wrong, bos, folded, places);
    }
}
