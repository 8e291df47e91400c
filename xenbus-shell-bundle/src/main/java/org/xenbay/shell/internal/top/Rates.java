// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.figure.Load;

/**
 * What happened between two looks. Nothing is guessed: a device that is there for the first time, and a count that has begun anew, have no
 * rate until the next look.
 */
final class Rates {

    private static final double PERCENT = 100;

    private final double seconds;
    private final Look now;
    private final Map<DeviceId, DeviceLook> earlier = new HashMap<>();

    /** How much a device did per second. */
    private record Rate(
            @Nullable Double requests,
            @Nullable Double read,
            @Nullable Double written,
            @Nullable Double events) {

        @Nullable
        Double bytes() {
            return read == null && written == null ? null : known(read) + known(written);
        }
    }

    private static double known(@Nullable Double rate) {
        return rate == null ? 0 : rate;
    }

    private Rates(@Nullable Look before, Look now) {
        this.now = now;
        this.seconds = before == null ? 0 : (now.nanos() - before.nanos()) / (double) TimeUnit.SECONDS.toNanos(1);
        if (before != null) {
            before.devices().forEach(device -> earlier.put(device.id(), device));
        }
    }

    /**
     * @param before the earlier look; null when there was none
     * @param now the later look
     * @return a row for each device of the later look, in its order
     */
    static List<TopRow> between(@Nullable Look before, Look now) {
        return new Rates(before, now).rows();
    }

    /**
     * @param before the earlier look; null when there was none
     * @param now the later look
     * @return the processors' time of this process, in percent of one processor; null when it is not known
     */
    static @Nullable Double cpuPercent(@Nullable Look before, Look now) {
        Duration spent = before == null ? null : before.process().cpu();
        Duration later = now.process().cpu();
        long nanos = before == null ? 0 : now.nanos() - before.nanos();
        return spent == null || later == null || nanos <= 0
                ? null
                : PERCENT * later.minus(spent).toNanos() / nanos;
    }

    private List<TopRow> rows() {
        List<Rate> rates = now.devices().stream().map(this::rate).toList();
        double requests =
                rates.stream().mapToDouble(rate -> known(rate.requests())).sum();
        double bytes = rates.stream().mapToDouble(rate -> known(rate.bytes())).sum();
        double events = rates.stream().mapToDouble(rate -> known(rate.events())).sum();
        TopRow[] rows = new TopRow[rates.size()];
        for (int i = 0; i < rows.length; i++) {
            Rate rate = rates.get(i);
            Double load =
                    greatest(part(rate.requests(), requests), part(rate.bytes(), bytes), part(rate.events(), events));
            rows[i] = row(now.devices().get(i), rate, load);
        }
        return List.of(rows);
    }

    private static @Nullable Double part(@Nullable Double rate, double total) {
        if (rate == null) {
            return null;
        }
        return total > 0 ? PERCENT * rate / total : 0;
    }

    private static @Nullable Double greatest(@Nullable Double one, @Nullable Double two, @Nullable Double three) {
        return greater(greater(one, two), three);
    }

    private static @Nullable Double greater(@Nullable Double one, @Nullable Double other) {
        return one == null || other != null && other > one ? other : one;
    }

    private Rate rate(DeviceLook device) {
        DeviceLook last = earlier.get(device.id());
        return new Rate(
                rate(last, device, Load.REQUESTS),
                rate(last, device, Load.READ_BYTES),
                rate(last, device, Load.WRITTEN_BYTES),
                last == null ? null : perSecond(last.events(), device.events()));
    }

    private @Nullable Double rate(@Nullable DeviceLook last, DeviceLook device, Load load) {
        Long from = last == null ? null : last.load(load);
        Long to = device.load(load);
        return from == null || to == null ? null : perSecond(from, to);
    }

    private @Nullable Double perSecond(long from, long to) {
        return to < from || seconds <= 0 ? null : (to - from) / seconds;
    }

    private TopRow row(DeviceLook device, Rate rate, @Nullable Double load) {
        boolean limited = now.memory().total() > 0;
        return new TopRow(
                device.id(),
                device.guest(),
                device.id().type(),
                device.phase(),
                device.health(),
                load,
                rate.requests(),
                rate.read(),
                rate.written(),
                device.load(Load.WAITING),
                rate.events(),
                device.pages(),
                limited ? now.memory().holdings().getOrDefault(device.id().domain(), 0L) : null);
    }
}
