package org.headscope.engine.experiment.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.headscope.engine.Bundled;
import org.headscope.engine.experiment.plan.AskedDirection;
import org.headscope.engine.experiment.plan.Edit;
import org.headscope.engine.experiment.plan.ExperimentFiles;
import org.headscope.engine.experiment.plan.PatchSites;
import org.headscope.engine.experiment.plan.Patching;
import org.headscope.engine.experiment.plan.Plan;
import org.headscope.engine.experiment.plan.PlanFile;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.experiment.plan.SitePaths;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.token.Tokens;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Printed scripts are those that are kept, are Python, and name the tokens, hooks, positions and values of their experiment. */
class ScriptTest {
    static List<Path> experiments() {
        return ExperimentFiles.in(ExperimentFiles.scripts());
    }

    private static String print(Path file, Plan plan) throws Exception {
        try (Model model = Model.open(Bundled.folder(), plan.processing())) {
            return Script.of(Setup.of(plan, model, file.getParent()), "primer-4l");
        }
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void isTheOneThatIsKept(Path file) throws Exception {
        String name = file.getFileName().toString().replace(".json", ".py");
        String script = print(file, PlanFile.read(file));
        Path fresh = Files.writeString(
                Files.createDirectories(Path.of("target/scripts")).resolve(name), script);
        assertEquals(Files.readString(file.resolveSibling(name)), script, "if it is meant, take over " + fresh);
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void isPython(Path file) throws Exception {
        Path script = file.resolveSibling(file.getFileName().toString().replace(".json", ".py"));
        assertEquals(0, PythonProcess.parses(script));
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void namesTheTokens(Path file) throws Exception {
        Plan plan = PlanFile.read(file);
        String script = print(file, plan);
        try (Model model = Model.open(Bundled.folder(), plan.processing())) {
            Setup setup = Setup.of(plan, model, file.getParent());
            assertNames(script, "clean_tokens", setup.clean());
            assertNames(script, "corrupted_tokens", setup.corrupted());
            assertEquals(
                    setup.rights(),
                    numbers(found(script, "right = torch\\.tensor\\((.*?)\\)")).stream()
                            .map(Double::intValue)
                            .toList());
        }
    }

    /** Each prompt has a row, which may be filled up. */
    private static void assertNames(String script, String name, List<Tokens> prompts) {
        if (prompts.isEmpty()) return;
        List<String> rows = found(script, "(?s)" + name + " = torch\\.tensor\\(\\[\n(.*?)\n]\\)")
                .lines()
                .toList();
        assertEquals(prompts.size(), rows.size());
        for (int row = 0; row < rows.size(); row++) {
            List<Integer> tokens = Arrays.stream(prompts.get(row).ids()).boxed().toList();
            List<Integer> named = whole(found(rows.get(row), "\\[(.*?)]"));
            assertTrue(Collections.indexOfSubList(named, tokens) >= 0, rows.get(row));
        }
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void namesHooksPositionsAndValues(Path file) throws Exception {
        Plan plan = PlanFile.read(file);
        String script = print(file, plan);
        String hooks = found(script, "\nhooks = \\[(.*)]\n");
        for (int i = 0; i < plan.interventions().size(); i++) {
            Edit edit = plan.interventions().get(i);
            String entry = "(\"%s\", intervention_%d)".formatted(edit.site().hookName(), i);
            assertTrue(hooks.contains(entry), entry + " in " + hooks);
            String body = found(script, "(?s)def intervention_" + i + "\\(value, hook\\):\n(.*?)return value");
            assertPlace(edit.site(), body);
            for (Double value : values(edit)) assertTrue(numbers(body).contains(value), value + " in " + body);
        }
        switch (plan.analysis()) {
            case Patching(PatchSites.Listed(List<Site> sites), var _) -> {
                for (int i = 0; i < sites.size(); i++) {
                    assertPlace(sites.get(i), found(script, "(?s)def site_" + i + "\\(value, hook\\):\n(.*?)return"));
                    assertTrue(script.contains(
                            "(\"%s\", site_%d)".formatted(sites.get(i).hookName(), i)));
                }
            }
            case SitePaths paths -> {
                for (Site site : paths.senders()) assertPath(site, found(script, "\nsenders = (.*)\n"));
                for (Site site : paths.receivers()) assertPath(site, found(script, "\nreceivers = (.*)\n"));
            }
            default -> {}
        }
    }

    private static void assertPath(Site site, String list) {
        String place = found(list, "\\(\"" + Pattern.quote(site.hookName()) + "\", at(\\[.*?])\\)");
        assertPlace(site, place);
    }

    private static List<Double> values(Edit edit) {
        return switch (edit) {
            case Edit.Zero _ -> List.of(0.0);
            case Edit.Constant constant -> List.of((double) constant.value());
            case Edit.Scale scale -> List.of(scale.factor());
            case Edit.Noise noise -> List.of(noise.deviation(), (double) noise.seed());
            case Edit.SetTo set -> set.vector().stream().map(Float::doubleValue).toList();
            case Edit.AddDirection add -> {
                var all = new ArrayList<Double>();
                if (add.direction() instanceof AskedDirection.Numbers(List<Float> numbers)) {
                    numbers.forEach(value -> all.add(value.doubleValue()));
                }
                all.add(add.factor());
                yield all;
            }
            default -> List.of();
        };
    }

    /** Reads an index such as {@code [:, [4, 7], 5]} and compares it with the site. */
    private static void assertPlace(Site site, String code) {
        List<String> index = parts(found(code, "\\[:, ((?:\\[[^\\]]*]|[^\\[\\]])*)]"));
        boolean attention = HookName.isAttention(site.hookName());
        String positions = index.get(attention ? 1 : 0);
        String unit = attention ? index.get(0) : index.size() > 1 ? index.get(1) : ":";
        String keys = attention && index.size() > 2 ? index.get(2) : ":";
        assertEquals(site.positions().chosen(), whole(positions), code);
        assertEquals(site.unit() < 0 ? List.of() : List.of(site.unit()), whole(unit), code);
        assertEquals(site.keys().chosen(), whole(keys), code);
    }

    private static List<Integer> whole(String part) {
        return numbers(part).stream().map(Double::intValue).toList();
    }

    /** Splits at commas outside brackets. */
    private static List<String> parts(String index) {
        return List.of(index.split(",\\s*(?![^\\[]*])"));
    }

    private static String found(String text, String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        if (matcher.find()) return matcher.group(1);
        assertTrue(regex.contains("right"), "nothing like " + regex + " in\n" + text);
        return "";
    }

    private static List<Double> numbers(String text) {
        return Pattern.compile("(?<![\\w.])-?\\d+(\\.\\d+)?(E-?\\d+)?")
                .matcher(text)
                .results()
                .map(result -> Double.parseDouble(result.group()))
                .toList();
    }
}
