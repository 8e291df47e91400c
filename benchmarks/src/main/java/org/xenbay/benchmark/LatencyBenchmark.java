// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

/**
 * Latency from a guest's request to the handler's first instruction, and back to the guest: for requests one after the other,
 * without other load, and for requests at fixed rates, as a guest waits for them.
 */
final class LatencyBenchmark {

    private static final int WARM_UP = 20_000;
    private static final int RUNS = 7;
    private static final int ONE_AFTER_THE_OTHER = 20_000;
    private static final int[] RATES = {1_000, 5_000, 20_000};
    private static final int SECONDS = 2;

    void run() throws Exception {
        try (PingHost host = new PingHost()) {
            host.oneAfterTheOther(WARM_UP);
            oneAfterTheOther(host);
            for (int rate : RATES) {
                atRate(host, rate);
            }
        }
    }

    private static void oneAfterTheOther(PingHost host) {
        double[][] medians = new double[2][RUNS];
        double[][] late = new double[2][RUNS];
        for (int run = 0; run < RUNS; run++) {
            double[][] micros = host.oneAfterTheOther(ONE_AFTER_THE_OTHER);
            for (int i = 0; i < micros.length; i++) {
                Statistics statistics = new Statistics(micros[i]);
                medians[i][run] = statistics.median();
                late[i][run] = statistics.percentile(99);
            }
        }
        for (int i = 0; i < medians.length; i++) {
            System.out.printf(
                    "latency, one after the other, %s: median %s us, 99%% %s us (%d runs of %,d requests)%n",
                    i == 0 ? "to the handler" : "and back",
                    new Statistics(medians[i]).range(),
                    new Statistics(late[i]).range(),
                    RUNS,
                    ONE_AFTER_THE_OTHER);
        }
    }

    private static void atRate(PingHost host, int rate) throws Exception {
        String what = "latency, %,d requests a second, ".formatted(rate);
        LatencyReport there = new LatencyReport(what + "to the handler");
        LatencyReport back = new LatencyReport(what + "and back");
        LatencyReport late = new LatencyReport(what + "late when they were sent");
        double[] sent = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            int warmUp = rate / 2;
            long count = warmUp + (long) rate * SECONDS;
            OpenLoop loop = new OpenLoop(rate);
            Arrivals handled = new Arrivals(loop, warmUp);
            Arrivals answered = new Arrivals(loop, warmUp);
            Arrivals leaving = new Arrivals(loop, warmUp);
            int before = host.frontend.answered();
            host.backend.onRequests(number -> handled.upTo(number - before));
            host.frontend.onAnswers(number -> answered.upTo(number - before));
            sent[run] = (count - 1)
                    * 1e9
                    / loop.run(count, number -> {
                        leaving.upTo(number + 1);
                        host.frontend.send();
                    });
            back.add(answered.await(count));
            there.add(handled.await(count));
            late.add(leaving.await(count));
        }
        there.print();
        back.print();
        late.print();
        System.out.println(what + "sent " + new Statistics(sent).range() + " a second");
    }
}
