package org.headscope.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.PromptSets;
import org.headscope.engine.hook.Direction;
import org.headscope.engine.hook.Freeze;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.Steer;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.io.Prompt;
import org.headscope.engine.io.PromptFile;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.junit.jupiter.api.Test;

/** Somebody changes what is changed already, and takes means, directions and scales of norms from the menu. */
class ChangeStoryTest extends ChangeStory {
    @Test
    void anotherChangeTakesThePlaceOfTheOneThatIsThereUnlessItIsToStay() {
        Site head = Site.head(3, 3);
        fx(() -> session.toggle(new ZeroAblation(head.at(Positions.of(4, QUERY)))));
        fx(() -> session.toggle(new ZeroAblation(Site.mlp(0))));
        awaitRun();
        choose("scale");
        assertEquals(
                List.of(new Scale(head.at(Positions.of(4, QUERY)), 0.5), new ZeroAblation(Site.mlp(0))),
                active(),
                "where it was in the list and in the prompt");
        fx(() -> {
            var menu = lookup("#inspector-change").queryAs(MenuButton.class);
            menu.show();
            assertEquals(
                    "In place of “3.3 z × 0.5”:", menu.getItems().getFirst().getText());
            Menu beside = menu.getItems().stream()
                    .filter(each -> "add, and keep what is there".equals(each.getText()))
                    .map(Menu.class::cast)
                    .findFirst()
                    .orElseThrow();
            menu.hide();
            beside.getItems().stream()
                    .filter(each -> "mean over this prompt".equals(each.getText()))
                    .findFirst()
                    .orElseThrow()
                    .fire();
        });
        awaitRun();
        assertEquals(3, active().size());
        assertEquals(new MeanAblation(head, new MeanSource.ThisPrompt()), active().getLast());
    }

    @Test
    void aPartIsReplacedByItsMeanOverASetOfPrompts() throws Exception {
        List<Prompt> prompts = PromptFile.read(Resources.promptLibrary()).prompts();
        var library = new PromptSets(prompts);
        String group = library.groups().getFirst();
        fx(() -> session.setsProperty().set(library));
        chooseMean(PromptSets.name(group) + " (" + library.size(group) + " prompts)");
        var over = (MeanSource.PromptSet) ((MeanAblation) active().getFirst()).source();
        assertEquals(library.size(group), over.prompts().size());
        assertFalse(over.perPosition());
        assertEquals(metricWith(new MeanAblation(Site.head(3, 3), over)), metric(), 1e-4);
        chooseMean(PromptSets.name(group) + ", per position");
        assertEquals(1, active().size());
        assertTrue(((MeanSource.PromptSet) ((MeanAblation) active().getFirst()).source()).perPosition());
    }

    private void chooseMean(String words) {
        fx(() -> {
            var menu = lookup("#inspector-change").queryAs(MenuButton.class);
            menu.show();
            Menu means = menu.getItems().stream()
                    .filter(each -> "mean over a prompt set".equals(each.getText()))
                    .map(Menu.class::cast)
                    .findFirst()
                    .orElseThrow();
            menu.hide();
            means.getItems().stream()
                    .filter(each -> words.equals(each.getText()))
                    .findFirst()
                    .orElseThrow()
                    .fire();
        });
        await(() -> session.experimentProperty().get().active().stream()
                .anyMatch(change -> change instanceof MeanAblation mean
                        && mean.source() instanceof MeanSource.PromptSet set
                        && words.endsWith("per position") == set.perPosition()));
        awaitRun();
    }

    @Test
    void aDirectionIsTyped() throws Exception {
        Model model = Story.model(Processing.RAW);
        Site stream = Site.of("resid_post", 3);
        choose("steer along…");
        steer("TOKEN", "nosuchtokenatall", "", "1");
        assertTrue(fx(() -> lookup("#inspector-steer-complaint").query().isVisible()));
        assertEquals(List.of(), active());
        steer("TOKEN", "␣Mary", "", "0.5");
        int mary = model.tokenizer().single(" Mary").orElseThrow();
        int john = model.tokenizer().single(" John").orElseThrow();
        var first = new Direction.Unembedding(mary, "␣Mary");
        assertEquals(List.of(new Steer(stream, first, 0.5)), active());
        assertEquals(metricWith(active().getFirst()), metric(), 1e-4);
        assertFalse(fx(() -> lookup("#inspector-steer").query().isVisible()));

        choose("steer along…");
        steer("DIFFERENCE", " Mary", " John", "-2");
        assertEquals(
                List.of(new Steer(
                        stream, new Direction.Difference(first, new Direction.Unembedding(john, "␣John")), -2)),
                active(),
                "the row that steers is changed");

        fx(() -> session.selection().partProperty().set(Site.of("resid_mid", 1)));
        fx(() -> session.selection().positionProperty().set(QUERY));
        choose("steer along…");
        steer("HEAD", "9.9", "", "1");
        assertEquals(1, active().size());
        steer("HEAD", "3.3", "", "1");
        var last = (Steer) active().getLast();
        assertEquals(Site.of("resid_mid", 1).at(Positions.of(QUERY)), last.site());
        assertTrue(last.direction()
                        instanceof Direction.HeadOutput(int layer, int head, List<Integer> ids, int at, String _)
                && layer == 3
                && head == 3
                && at == -1
                && ids.equals(ids(model, Story.DRINK.prompt())));
    }

    private void steer(String kind, String to, String from, String amount) throws Exception {
        fx(() -> {
            ChoiceBox<?> kinds = lookup("#inspector-steer-kind").queryAs(ChoiceBox.class);
            for (int i = 0; i < kinds.getItems().size(); i++) {
                if (kinds.getItems().get(i).toString().equals(kind))
                    kinds.getSelectionModel().select(i);
            }
            lookup("#inspector-steer-to").queryAs(TextField.class).setText(to);
            lookup("#inspector-steer-from").queryAs(TextField.class).setText(from);
            lookup("#inspector-steer-amount").queryAs(TextField.class).setText(amount);
            lookup("#inspector-steer-to").query().requestFocus();
        });
        type(KeyCode.ENTER);
        settle();
        awaitRun();
    }

    @Test
    void theScaleOfANormIsFrozen() throws Exception {
        fx(() -> session.toggle(new ZeroAblation(Site.mlp(0))));
        awaitRun();
        double without = metric();
        choose("freeze the scale of ln_final to the clean run");
        var frozen = new Freeze(Site.of(HookName.FINAL_SCALE));
        assertEquals(frozen, active().getLast());
        assertEquals(metricWith(new ZeroAblation(Site.mlp(0)), frozen), metric(), 1e-4);
        assertTrue(Math.abs(metric() - without) > 1e-3, "the scale had moved");
        choose("freeze the scale of ln1 in layer 3 to the clean run");
        assertEquals(new Freeze(Site.of("blocks.3.ln1.hook_scale")), active().getLast());
    }
}
