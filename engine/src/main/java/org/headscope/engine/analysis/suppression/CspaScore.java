package org.headscope.engine.analysis.suppression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much of a head's effect on some texts is copy suppression.
 *
 * @param klRecovered 1 - mean KL(original || preserved) / mean KL(original || ablated), over all positions of all texts
 * @param lossRecovered the same of the mean change of loss; not between 0 and 1 where changes of both signs cancel
 * @param points the change of loss at each predicted token of each text
 */
public record CspaScore(double klRecovered, double lossRecovered, List<Point> points) {
    /** One token's change of loss, or the means of some; in nats, with the head replaced by its mean and with CSPA. */
    public record Point(double ablated, double preserved) {}

    public CspaScore {
        points = List.copyOf(points);
    }

    /** The score of some texts together. */
    public static CspaScore of(List<Cspa.CspaText> texts) {
        double klAblated = 0;
        double klPreserved = 0;
        var points = new ArrayList<Point>();
        for (Cspa.CspaText text : texts) {
            for (int position = 0; position < text.ablated().kl().size(); position++) {
                klAblated += text.ablated().kl().flat(position);
                klPreserved += text.preserved().kl().flat(position);
            }
            for (int position = 0; position < text.ablated().lossChange().size(); position++) {
                points.add(new Point(
                        text.ablated().lossChange().flat(position),
                        text.preserved().lossChange().flat(position)));
            }
        }
        Point mean = mean(points);
        return new CspaScore(1 - klPreserved / klAblated, 1 - mean.preserved / mean.ablated, points);
    }

    /**
     * The tokens in as many bins of as many tokens each as can be, by the change of loss with the head replaced by its mean.
     *
     * @param count how many; fewer if there are fewer tokens
     * @return the means of each bin, in ascending order
     */
    public List<Point> bins(int count) {
        List<Point> sorted = points.stream()
                .sorted(Comparator.comparingDouble(Point::ablated))
                .toList();
        int bins = Math.min(count, sorted.size());
        var means = new ArrayList<Point>();
        for (int bin = 0; bin < bins; bin++) {
            int from = (int) ((long) bin * sorted.size() / bins);
            int to = (int) ((bin + 1L) * sorted.size() / bins);
            means.add(mean(sorted.subList(from, to)));
        }
        return means;
    }

    private static Point mean(List<Point> points) {
        return new Point(
                points.stream().mapToDouble(Point::ablated).average().orElse(Double.NaN),
                points.stream().mapToDouble(Point::preserved).average().orElse(Double.NaN));
    }
}
