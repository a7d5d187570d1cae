package org.headscope.app.attention;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import javafx.scene.paint.Color;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.RoleScores;

/** The roles that heads get a letter for. The colours are told apart by the colour-blind, and never stand alone. */
enum Role {
    PREVIOUS("P", Color.web("#56b4e9"), RoleScores::previous),
    DUPLICATE("D", Color.web("#f0e442"), RoleScores::duplicate),
    INDUCTION("I", Color.web("#ff8cc3"), RoleScores::induction),
    FIRST("B", Color.web("#b9c0cc"), RoleScores::first);

    /** A head plays a role from this score on. */
    static final double LEAST = 0.4;

    /** A head that does nothing else rests on the first token from this score on. */
    static final double LEAST_FIRST = 0.6;

    private final String letter;
    private final Color colour;
    private final ToDoubleFunction<RoleScores> score;

    Role(String letter, Color colour, ToDoubleFunction<RoleScores> score) {
        this.letter = letter;
        this.colour = colour;
        this.score = score;
    }

    String letter() {
        return letter;
    }

    Color colour() {
        return colour;
    }

    /** The role in words, such as "induction". */
    String words() {
        return Text.of("attention.role." + name());
    }

    double score(RoleScores scores) {
        return score.applyAsDouble(scores);
    }

    /** The role a head plays most, if it plays one; resting on the first token counts only where nothing else does. */
    static Optional<Role> of(RoleScores scores) {
        Optional<Role> busy = Arrays.stream(values())
                .filter(role -> role != FIRST && role.score(scores) >= LEAST)
                .max(Comparator.comparingDouble(role -> role.score(scores)));
        return busy.isPresent() || scores.first() < LEAST_FIRST ? busy : Optional.of(FIRST);
    }
}
