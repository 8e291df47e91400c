// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs the named benchmarks, or all. */
public final class Benchmarks {

    private Benchmarks() {}

    /**
     * @param args the distribution's folder, then names of benchmarks
     * @throws Exception when one cannot be run
     */
    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        List<String> names = List.of(args).subList(1, args.length);
        List<String> known = List.of(
                "start", "scale", "scrape", "latency", "throughput", "9pfs", "input", "recording", "update", "screens");
        for (String name : names) {
            if (!known.contains(name) && !names.equals(List.of("hostile"))) {
                System.err.println("no benchmark " + name + "; there are " + known + ", and hostile by itself");
                System.exit(2);
            }
        }
        System.out.printf(
                "JDK %s, %d processors%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors());
        if (names.equals(List.of("hostile"))) {
            System.exit(new HostileBenchmark().run() ? 0 : 1);
        }
        for (String name : names.isEmpty() ? known : names) {
            switch (name) {
                case "start" -> new StartBenchmark(Path.of(args[0])).run();
                case "scale" -> new ScaleBenchmark().run();
                case "scrape" -> new ScrapeBenchmark().run();
                case "latency" -> new LatencyBenchmark().run();
                case "9pfs" -> new NinePfsBenchmark().run();
                case "update" -> new UpdateBenchmark(Path.of(args[0])).run();
                case "recording" -> new RecordingBenchmark().run();
                case "screens" -> new ScreenBenchmark(Path.of(args[0])).run();
                case "input" -> new InputBenchmark().run();
                default -> new ThroughputBenchmark().run();
            }
        }
        System.exit(0);
    }
}
