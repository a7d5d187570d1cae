package org.headscope.app.pane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javax.imageio.ImageIO;
import org.headscope.app.GuiTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaneCardTest extends GuiTest {
    private final List<String> done = new ArrayList<>();
    private Label content;
    private PaneCard card;

    /** Made on the FX thread: before there is one, no control can be made. */
    private Label content() {
        content = new Label("the content");
        return content;
    }

    private void showCard() {
        show(() -> {
            card = new PaneCard("Attention", "What to look for.");
            card.setContent(content());
            return new StackPane(card);
        });
    }

    @Test
    void aStalePaneIsDimmedAndNotBlanked() {
        showCard();
        fx(() -> card.staleProperty().set(true));
        settle();
        assertTrue(content.isVisible());
        assertTrue(content.getOpacity() < 1 && content.getOpacity() > 0.2);
        fx(() -> card.staleProperty().set(false));
        settle();
        assertEquals(1, content.getOpacity());
    }

    @Test
    void anErrorIsASentenceThatCanBeDismissedAndTheContentStays() {
        showCard();
        fx(() -> card.errorProperty().set("The prompt is empty."));
        settle();
        assertTrue(lookup("The prompt is empty.").query().isVisible());
        assertTrue(content.getScene() != null);
        clickOn(lookup(".trouble .icon-button").queryButton());
        settle();
        assertEquals(null, card.errorProperty().get());
        assertFalse(lookup(".trouble").query().isVisible());
    }

    @Test
    void anEmptyPaneSaysWhyAndOffersWhatToDo() {
        showCard();
        fx(() -> card.emptyProperty()
                .set(new EmptyState("No answer", "Type one to see its logit.", "Set answer", () -> done.add("set"))));
        settle();
        clickOn("Set answer");
        assertEquals(List.of("set"), done);
        assertTrue(lookup("Type one to see its logit.").tryQuery().isPresent());
        fx(() -> card.emptyProperty().set(null));
        settle();
        assertTrue(lookup("the content").tryQuery().isPresent());
    }

    @Test
    void toolButtonsAreThereWhenTheyDoSomething() {
        showCard();
        assertTrue(lookup(".tools .icon-button").queryAll().stream().noneMatch(node -> node.isVisible()));
        fx(() -> {
            card.onMaximiseProperty().set(() -> done.add("maximise"));
            card.onExportProperty().set(() -> done.add("export"));
        });
        settle();
        assertEquals(
                2,
                lookup(".tools .icon-button").queryAll().stream()
                        .filter(node -> node.isVisible())
                        .count());
        doubleClickOn("Attention");
        assertEquals(List.of("maximise"), done);
    }

    @Test
    void aNarrowPaneLeavesOutWholePartsOfItsTagAndSentencesLast() {
        show(() -> {
            card = new PaneCard("Attention", "First sentence. " + "A second one that is long. ".repeat(9));
            card.setContent(content());
            card.setMaxWidth(300);
            return new StackPane(card);
        });
        fx(() -> {
            card.compactProperty().set(true);
            card.runTagProperty().set("run 3 · " + "convention · ".repeat(20) + "last");
        });
        settle();
        List<String> seen = lookup(".label").queryAllAs(Label.class).stream()
                .filter(label -> label.isVisible() && label.getParent().isVisible())
                .map(Label::getText)
                .toList();
        assertTrue(seen.contains("run 3"), seen.toString());
        assertTrue(seen.contains("First sentence."), seen.toString());
        assertFalse(seen.contains(" · last"), seen.toString());
    }

    @Test
    void onlyTheWordsOfATagAnswerThePointer() {
        showCard();
        fx(() -> card.runTagProperty().set("run 3"));
        settle();
        var tag = lookup(".run-tag").query();
        var room = fx(() -> tag.getParent());
        assertTrue(fx(() -> tag.getBoundsInParent().getMinX() > 20), "the tag stands at the right of its room");
        assertFalse(fx(() -> room.contains(5, 5)), "the room itself has no tooltip");
    }

    @Test
    void thePictureIsAsLargeAsAskedFor(@TempDir Path folder) throws Exception {
        showCard();
        var picture = fx(() -> card.picture(2));
        assertEquals(2 * card.getWidth(), picture.getWidth(), 2);
        Path file = folder.resolve("card.png");
        Pictures.writePng(picture, file);
        assertEquals((int) picture.getWidth(), ImageIO.read(file.toFile()).getWidth());
        assertTrue(Files.size(file) > 500);
    }
}
