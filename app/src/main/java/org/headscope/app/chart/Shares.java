package org.headscope.app.chart;

import java.util.ArrayList;
import java.util.List;

/** Numbers from 0 to 1 that sum to 1, one of which can be set while the others give way in proportion. */
public record Shares(List<Float> values) {
    public Shares {
        values = List.copyOf(values);
    }

    /** The same with one share set; where the others are nothing, they take what is left in equal parts. */
    public Shares with(int index, double share) {
        double wanted = values.size() == 1 ? 1 : Math.clamp(share, 0, 1);
        double others = 0;
        for (int i = 0; i < values.size(); i++) others += i == index ? 0 : values.get(i);
        var changed = new ArrayList<Float>();
        for (int i = 0; i < values.size(); i++) {
            double part = others > 0 ? values.get(i) / others : 1.0 / (values.size() - 1);
            changed.add((float) (i == index ? wanted : part * (1 - wanted)));
        }
        return new Shares(changed);
    }
}
