// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.api.xen.SharedMemory;

/**
 * Cases in which a guest writes invalid values into its rings: into indices, and into the data to which they refer. A seed
 * decides the values and the places.
 */
final class HostileRingCases {

    private static final int ROUNDS = 12;
    private static final int MOST_AT_ONCE = 3;
    private static final int BARRIERS = 3;
    private static final int[] NONSENSE = {
        0, 1, -1, 2, 7, 64, 255, 1024, 4096, 65_535, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7FFF_0000, 0x8000_0001
    };

    private HostileRingCases() {}

    static List<ContractCase> all() {
        return List.of(
                ContractCase.of("hostile rings: nonsense in indices", host -> {
                    List<Word> words = used(host);
                    seeds(host, random -> words.get(random.nextInt(words.size())), words.isEmpty());
                }),
                ContractCase.of("hostile rings: nonsense anywhere", host -> {
                    host.checkLeaksAtEnd();
                    used(host);
                    seeds(host, random -> anywhere(host, random), false);
                }));
    }

    /** A word of a page that the driver has granted. Each driver grants its pages in the same order. */
    private record Word(int page, int offset) {}

    private interface Choice {
        Word choose(Random random);
    }

    /** @return the words that change when the device is used; they include the indices */
    private static List<Word> used(ContractHost host) {
        host.connect();
        List<int[]> before = snapshot(host.guest().pages());
        host.uses().once();
        List<int[]> after = snapshot(host.guest().pages());
        List<Word> changed = new ArrayList<>();
        for (int page = 0; page < before.size(); page++) {
            int small = 0;
            for (int word = 0; word < before.get(page).length; word++) {
                int by = after.get(page)[word] - before.get(page)[word];
                if (by != 0 && (by > -10_000 && by < 10_000 || small++ < 8)) {
                    changed.add(new Word(page, 4 * word));
                }
            }
        }
        return changed;
    }

    private static List<int[]> snapshot(List<GrantedPages> pages) {
        return pages.stream().map(HostileRingCases::words).toList();
    }

    private static int[] words(GrantedPages pages) {
        SharedMemory memory = pages.memory();
        int[] words = new int[memory.isClosed() ? 0 : memory.size() / 4];
        for (int i = 0; i < words.length; i++) {
            words[i] = memory.getInt(4 * i);
        }
        return words;
    }

    private static Word anywhere(ContractHost host, Random random) {
        int page = random.nextInt(host.guest().pages().size());
        int size = host.guest().pages().get(page).memory().size();
        return new Word(page, 4 * random.nextInt(size / 4));
    }

    private static void seeds(ContractHost host, Choice choice, boolean nothing) {
        long first = Long.getLong("contract.first", 1);
        long count = nothing ? 0 : Long.getLong("contract.seeds", 8);
        for (long seed = first; seed < first + count; seed++) {
            host.nextGuest();
            host.calls().during("");
            host.attach().startDriver();
            host.awaitConnected(Rule.SERVES_THE_NEXT);
            attack(host, seed, choice);
        }
        host.servesTheNext();
    }

    private static void attack(ContractHost host, long seed, Choice choice) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS && host.backendState() == XenbusState.CONNECTED; round++) {
            StringBuilder words = new StringBuilder("-Dcontract.first=" + seed + " -Dcontract.seeds=1, round " + round);
            for (int i = random.nextInt(MOST_AT_ONCE); i >= 0; i--) {
                Word word = choice.choose(random);
                int value = random.nextInt(4) == 0 ? random.nextInt() : NONSENSE[random.nextInt(NONSENSE.length)];
                words.append(", page ")
                        .append(word.page)
                        .append(" offset ")
                        .append(word.offset)
                        .append(" is ");
                words.append(value);
                host.calls().during(words.toString());
                host.guest().pages().get(word.page).memory().putInt(word.offset, value);
            }
            host.guest().ports().forEach(GuestPort::signal);
            for (int i = 0; i < BARRIERS; i++) {
                host.backendState(); // the core reports it on the device's executor, behind the event
                host.calls().check();
            }
        }
    }
}
