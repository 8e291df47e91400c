// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Rules for which operations of an {@link EmbeddedXen} fail, and how.
 *
 * <p>Whether a step fails depends only on the seed, the rule, the guest, and the number of times that the guest has made that
 * step. It does not depend on the clock or on the interleaving of threads. A seed that found a fault therefore finds it again.
 * Rules may be added while guests run; methods may be called from any thread.
 */
public final class Faults {

    private static final int HISTORY = 1000;
    private static final Map<Class<? extends FaultEffect>, Set<FaultStep>> ALLOWED = Map.of(
            FaultEffect.RefuseGrant.class, EnumSet.of(FaultStep.MAP, FaultStep.COPY),
            FaultEffect.Refuse.class,
                    EnumSet.of(FaultStep.BIND, FaultStep.FOREIGN_MAP, FaultStep.GUEST_GRANT, FaultStep.GUEST_PORT),
            FaultEffect.LoseStore.class, EnumSet.allOf(FaultStep.class),
            FaultEffect.KillGuest.class, EnumSet.complementOf(EnumSet.of(FaultStep.STORE)),
            FaultEffect.LoseEvent.class, EnumSet.of(FaultStep.SIGNAL, FaultStep.GUEST_SIGNAL));

    private final long seed;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final Map<Place, AtomicInteger> occurrences = new ConcurrentHashMap<>();
    private final Deque<Injection> injected = new ArrayDeque<>();
    private volatile boolean armed;

    private Faults(long seed) {
        this.seed = seed;
    }

    /** @return nothing fails, until a rule is added */
    public static Faults none() {
        return new Faults(0);
    }

    /**
     * @param seed decides which steps fail, for rules with a probability
     * @return a policy without rules
     */
    public static Faults seeded(long seed) {
        return new Faults(seed);
    }

    /**
     * Makes a number of the next steps fail, of any guest.
     *
     * @param step the step
     * @param effect the fault
     * @param passed number of such steps that succeed before
     * @param times number of steps that fail then
     * @return this
     * @throws IllegalArgumentException when the effect cannot happen at that step
     */
    public Faults inject(FaultStep step, FaultEffect effect, int passed, int times) {
        return add(new Rule(rules.size(), step, effect, new Countdown(passed, times), 0));
    }

    /**
     * Makes steps fail with a probability.
     *
     * @param step the step
     * @param effect the fault
     * @param probability 0 to 1, for each step
     * @return this
     * @throws IllegalArgumentException when the effect cannot happen at that step
     */
    public Faults inject(FaultStep step, FaultEffect effect, double probability) {
        return add(new Rule(rules.size(), step, effect, null, probability));
    }

    /** Removes all rules; counts stay. */
    public void clear() {
        armed = false;
        rules.clear();
    }

    /** @return the latest faults that were injected, oldest first; at most 1,000 */
    public Collection<Injection> injected() {
        synchronized (injected) {
            return List.copyOf(injected);
        }
    }

    /**
     * The embedded Xen calls this at every step.
     *
     * @param step the step
     * @param domain the guest concerned, 0 for none
     * @return the effect; empty when the step does not fail
     */
    public Optional<FaultEffect> at(FaultStep step, int domain) {
        return armed ? draw(step, domain) : Optional.empty();
    }

    private Optional<FaultEffect> draw(FaultStep step, int domain) {
        int occurrence = occurrences
                .computeIfAbsent(new Place(step, domain), place -> new AtomicInteger())
                .incrementAndGet();
        for (Rule rule : rules) {
            if (rule.step == step && rule.hits(seed, domain, occurrence)) {
                record(new Injection(step, domain, occurrence, rule.effect));
                return Optional.of(rule.effect);
            }
        }
        return Optional.empty();
    }

    private Faults add(Rule rule) {
        if (!ALLOWED.getOrDefault(rule.effect.getClass(), Set.of()).contains(rule.step)) {
            throw new IllegalArgumentException(rule.effect + " cannot happen at " + rule.step);
        }
        rules.add(rule);
        armed = true;
        return this;
    }

    private void record(Injection injection) {
        synchronized (injected) {
            if (injected.size() == HISTORY) {
                injected.removeFirst();
            }
            injected.addLast(injection);
        }
    }

    /**
     * A fault that was injected.
     *
     * @param step the step
     * @param domain the guest concerned, 0 for none
     * @param occurrence number of the step among that guest's steps of this kind, from 1
     * @param effect the fault
     */
    public record Injection(FaultStep step, int domain, int occurrence, FaultEffect effect) {}

    private record Place(FaultStep step, int domain) {}

    private record Rule(
            int number,
            FaultStep step,
            FaultEffect effect,
            @Nullable Countdown countdown,
            double probability) {

        boolean hits(long seed, int domain, int occurrence) {
            if (countdown != null) {
                return countdown.hits();
            }
            long mixed = mix(mix(mix(seed + number) + domain) + occurrence);
            return (mixed >>> 11) * 0x1.0p-53 < probability;
        }

        /** Finalizer of SplitMix64 after its additive step: similar inputs have unrelated outputs. */
        private static long mix(long value) {
            long z = value + 0x9E3779B97F4A7C15L;
            z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            return z ^ z >>> 31;
        }
    }

    private static final class Countdown {
        private int passing;
        private int failing;

        Countdown(int passing, int failing) {
            this.passing = passing;
            this.failing = failing;
        }

        synchronized boolean hits() {
            if (passing > 0) {
                passing--;
                return false;
            }
            boolean hit = failing > 0;
            failing -= hit ? 1 : 0;
            return hit;
        }
    }
}
