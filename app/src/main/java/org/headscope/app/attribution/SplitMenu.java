package org.headscope.app.attribution;

import java.util.EnumMap;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.headscope.app.pane.Pills;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.kordamp.ikonli.feather.Feather;

/** The choices in the title: into what the whole is split, and in which order. */
final class SplitMenu extends HBox {
    private final AttributionModel model;
    private final Map<SplitBy, ToggleButton> ways = new EnumMap<>(SplitBy.class);

    SplitMenu(AttributionModel model) {
        super(6);
        this.model = model;
        setAlignment(Pos.CENTER_LEFT);
        var row = new HBox();
        row.setMinWidth(Region.USE_PREF_SIZE);
        var group = new ToggleGroup();
        SplitBy[] all = SplitBy.values();
        for (SplitBy by : all) {
            String end =
                    by.ordinal() == 0 ? "left-pill" : by.ordinal() == all.length - 1 ? "right-pill" : "center-pill";
            var button = Pills.pill("attribution-by-" + by, by.words(), end);
            button.setTooltip(new Tooltip(Text.of("attribution.by.tip." + by)));
            button.setToggleGroup(group);
            button.setOnAction(_ -> {
                model.by.set(by);
                show();
            });
            ways.put(by, button);
            row.getChildren().add(button);
        }
        getChildren().setAll(row, order());
        model.by.subscribe(this::show);
        model.table.subscribe(this::show);
        model.chosen.subscribe(this::show);
    }

    private ToggleButton order() {
        var button = new ToggleButton(null, Icons.of(Feather.BAR_CHART));
        button.setId("attribution-order");
        button.getStyleClass().add(Styles.ICON_BUTTON);
        button.selectedProperty().bindBidirectional(model.bySize);
        button.setTooltip(new Tooltip());
        model.bySize.subscribe(bySize -> {
            String words = Text.of(bySize ? "attribution.order.size" : "attribution.order.layer");
            button.getTooltip().setText(words);
            button.setAccessibleText(words);
        });
        return button;
    }

    private void show() {
        ways.forEach((by, button) -> {
            button.setDisable(!model.offers(by));
            button.setSelected(by == model.byShown());
        });
    }
}
