package org.headscope.app.prompt;

import java.util.Locale;
import java.util.function.UnaryOperator;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableDoubleValue;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.pane.Seen;
import org.headscope.app.session.IdPrompt;
import org.headscope.app.session.Session;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.model.Model;
import org.headscope.engine.token.IdTokenizer;
import org.kordamp.ikonli.feather.Feather;

/** The prompt, its tokens, BOS and the answers. */
final class EditorView extends VBox {
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private final Session session;
    private final PromptModel model;
    private final PromptArea area;
    private final TokenStrip strip;
    private final CorruptedRows corrupted;

    EditorView(Session session, PromptModel model, TokenStrip strip, ObservableDoubleValue columnHeight) {
        this.session = session;
        this.model = model;
        this.strip = strip;
        this.area = area();
        this.corrupted = new CorruptedRows(session, model, this::fix);
        setSpacing(5);
        getChildren()
                .addAll(
                        head(),
                        area,
                        idLine(),
                        sentence("prompt-refusal", Styles.WARNING, model.refusalProperty()),
                        sentence("prompt-problem", Styles.ERROR, model.problemProperty()),
                        guard("prompt-guard", model.guardsProperty().map(Guards::prompt)),
                        new StripScroll(strip, columnHeight),
                        pager(),
                        new ChipLegend(model),
                        bosWarning(),
                        new AnswerRows(session, model, this::fix),
                        corrupted);
        session.staleProperty().subscribe(stale -> strip.pseudoClassStateChanged(STALE, stale));
    }

    /** Puts the cursor at the end of the prompt. */
    void focusEditor() {
        area.requestFocus();
        area.end();
    }

    /** Puts the cursor at the end of the corrupted prompt. */
    void focusCorrupted() {
        corrupted.focusEditor();
    }

    private HBox head() {
        var title = new Label(Text.of("prompt.title").toUpperCase(Locale.ROOT));
        title.getStyleClass().add(Styles.SECTION);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        var count = new Label();
        count.setId("token-count");
        count.getStyleClass().add(Styles.SMALL);
        count.textProperty()
                .bind(Bindings.createStringBinding(this::count, model.tokensProperty(), session.laboratoryProperty()));
        var head = new HBox(10, title, count, bosSwitch());
        head.setAlignment(Pos.CENTER_LEFT);
        head.setMinHeight(Region.USE_PREF_SIZE);
        return head;
    }

    private String count() {
        var tokens = model.tokensProperty().get();
        if (tokens == null || session.model() == null) return "";
        return Text.of("prompt.count", tokens.size(), session.model().config().nCtx());
    }

    private PromptArea area() {
        var field = new PromptArea(
                text -> session.type(Text.of("prompt.step.type"), e -> e.withPrompt(text)),
                model.refusalProperty()::set);
        field.setId("prompt-text");
        field.setPrefRowCount(3);
        field.setMinHeight(48);
        field.setPromptText(Text.of("prompt.placeholder"));
        field.setAccessibleText(Text.of("prompt.title"));
        session.experimentProperty().subscribe(now -> field.show(now.prompt()));
        return field;
    }

    private Label idLine() {
        var line = new Label();
        line.setId("id-line");
        line.getStyleClass().add(Styles.SMALL);
        line.setWrapText(true);
        line.setMinHeight(Region.USE_PREF_SIZE);
        line.textProperty()
                .bind(Bindings.createStringBinding(
                        this::idWords, session.laboratoryProperty(), session.experimentProperty()));
        Seen.when(line, line.textProperty().isNotEmpty());
        return line;
    }

    private String idWords() {
        Model open = session.model();
        if (open == null || !(open.tokenizer() instanceof IdTokenizer)) return "";
        boolean standsIn = session.experimentProperty().get().prompt().equals(IdPrompt.of(open));
        return Text.of(
                standsIn ? "prompt.idsInstead" : "prompt.ids", open.config().dVocab() - 1 + "");
    }

    private Label sentence(String id, String style, StringProperty words) {
        var line = new Label();
        line.setId(id);
        line.getStyleClass().addAll(style, "guard");
        line.setWrapText(true);
        line.setMinHeight(Region.USE_PREF_SIZE);
        line.textProperty().bind(words);
        Seen.when(line, words.isNotEmpty());
        return line;
    }

    private GuardLine guard(String id, ObservableValue<Guard> guard) {
        var line = new GuardLine(guard, this::fix);
        line.setId(id);
        return line;
    }

    private void fix(UnaryOperator<Experiment> change) {
        session.edit(Text.of("prompt.step.fix"), change);
    }

    private HBox pager() {
        var words = new Label();
        words.getStyleClass().add(Styles.SMALL);
        words.textProperty()
                .bind(Bindings.createStringBinding(this::pageWords, model.tokensProperty(), strip.pageProperty()));
        var back = Icons.button(Feather.CHEVRON_LEFT, Text.of("prompt.page.back"), () -> turn(-1));
        var on = Icons.button(Feather.CHEVRON_RIGHT, Text.of("prompt.page.on"), () -> turn(1));
        var pager = new HBox(4, back, words, on);
        pager.setId("strip-pager");
        pager.setAlignment(Pos.CENTER);
        pager.setMinHeight(Region.USE_PREF_SIZE);
        Seen.when(pager, words.textProperty().isNotEmpty());
        return pager;
    }

    private String pageWords() {
        var tokens = model.tokensProperty().get();
        if (tokens == null || tokens.size() <= TokenStrip.PAGE) return "";
        return TokenStrip.pageWords(strip.pageProperty().get(), tokens.size());
    }

    private void turn(int pages) {
        strip.pageProperty().set(Math.clamp(strip.pageProperty().get() + pages, 0, strip.pages() - 1));
    }

    private CheckBox bosSwitch() {
        var box = new CheckBox(Text.of("prompt.bos.switch"));
        box.setId("prompt-bos");
        box.getStyleClass().add(Styles.TOGGLE);
        box.setOnAction(_ -> {
            boolean on = box.isSelected();
            session.edit(Text.of(on ? "session.bosOn" : "session.bosOff"), e -> e.withBos(on));
        });
        session.experimentProperty().subscribe(now -> box.setSelected(now.prependBos()));
        box.disableProperty().bind(hasBos().map(there -> !there));
        return box;
    }

    private ObservableValue<Boolean> hasBos() {
        return session.laboratoryProperty()
                .map(open -> open.model().tokenizer().bosId().isPresent())
                .orElse(true);
    }

    private Label bosWarning() {
        var has = hasBos();
        var warning = new Label();
        warning.setId("bos-warning");
        warning.getStyleClass().addAll(Styles.SMALL, "guard");
        warning.setWrapText(true);
        warning.setMinHeight(Region.USE_PREF_SIZE);
        warning.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> !has.getValue()
                                ? Text.of("prompt.bos.none")
                                : session.experimentProperty().get().prependBos() ? "" : Text.of("prompt.bos.off"),
                        has,
                        session.experimentProperty()));
        Seen.when(warning, warning.textProperty().isNotEmpty());
        return warning;
    }
}
