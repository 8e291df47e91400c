// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/**
 * Rewrites a class to call {@link Hooks} in place of monitors, waits and clocks, and to use this package's classes in place
 * of the JDK's blocking ones. Each access to a volatile field, an atomic or a concurrent collection becomes a step.
 */
final class Rewriter extends ClassVisitor {

    private static final String JUC = "java/util/concurrent/";
    private static final String HERE = Rewriter.class.getPackageName().replace('.', '/') + "/";
    private static final Map<String, String> STAND_INS = standIns();

    private final String name;
    private final @Nullable PlantedFault planted;
    private final Predicate<String> bindings;
    private final Set<String> volatiles = new HashSet<>();

    private Rewriter(ClassVisitor next, String name, @Nullable PlantedFault planted, Predicate<String> bindings) {
        super(Opcodes.ASM9, next);
        this.name = name;
        this.planted = planted;
        this.bindings = bindings;
    }

    private static Map<String, String> standIns() {
        Map<String, String> all = new HashMap<>();
        all.put(JUC + "ThreadPoolExecutor", HERE + "ThreadPool");
        all.put(JUC + "ScheduledThreadPoolExecutor", HERE + "TimerPool");
        all.put(JUC + "Executors", HERE + "Pools");
        all.put(JUC + "CountDownLatch", HERE + "Latch");
        all.put(JUC + "Semaphore", HERE + "Permits");
        all.put(JUC + "LinkedBlockingQueue", HERE + "BlockingList");
        all.put("java/lang/ThreadLocal", HERE + "ThreadValue");
        all.put(JUC + "ThreadLocalRandom", HERE + "SeededRandom");
        all.put(JUC + "locks/ReentrantLock", HERE + "MonitorLock");
        all.put(JUC + "locks/ReentrantReadWriteLock", HERE + "SharedLock");
        all.put(JUC + "locks/ReentrantReadWriteLock$ReadLock", HERE + "SharedLock$ReadSide");
        all.put(JUC + "locks/ReentrantReadWriteLock$WriteLock", HERE + "SharedLock$WriteSide");
        return all;
    }

    /**
     * @param planted the planted fault, or null
     * @param bindings tells, for an internal name, whether the class has native methods
     * @return the rewritten class
     */
    static byte[] rewrite(byte[] compiled, @Nullable PlantedFault planted, Predicate<String> bindings) {
        ClassReader reader = new ClassReader(compiled);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        ClassVisitor remapper = new ClassRemapper(writer, new SimpleRemapper(Opcodes.ASM9, STAND_INS));
        reader.accept(new Rewriter(remapper, reader.getClassName(), planted, bindings), ClassReader.EXPAND_FRAMES);
        return writer.toByteArray();
    }

    static boolean hasNativeMethods(byte[] compiled) {
        boolean[] found = new boolean[1];
        ClassVisitor methods = new ClassVisitor(Opcodes.ASM9) {
            @Override
            public @Nullable MethodVisitor visitMethod(
                    int access, String method, String descriptor, String signature, String[] exceptions) {
                found[0] |= (access & Opcodes.ACC_NATIVE) != 0;
                return null;
            }
        };
        new ClassReader(compiled)
                .accept(methods, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return found[0];
    }

    @Override
    public FieldVisitor visitField(int access, String field, String type, String signature, Object value) {
        if ((access & Opcodes.ACC_VOLATILE) != 0) {
            volatiles.add(field);
        }
        return super.visitField(access, field, type, signature, value);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String method, String descriptor, String signature, String[] exceptions) {
        boolean locks = (access & Opcodes.ACC_SYNCHRONIZED) != 0;
        MethodVisitor next =
                super.visitMethod(access & ~Opcodes.ACC_SYNCHRONIZED, method, descriptor, signature, exceptions);
        if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
            return next;
        }
        if (planted != null && planted.is(name, method)) {
            return new EmptyMethod(next);
        }
        MethodVisitor calls = new RewrittenCalls(next, name, volatiles, bindings);
        if (locks) {
            return new LockedMethod(calls, name, access, descriptor);
        }
        return method.equals("<clinit>") ? new IndivisibleMethod(calls) : calls;
    }

    /** Makes the method return at once. */
    private static final class EmptyMethod extends MethodVisitor {
        private final MethodVisitor made;

        EmptyMethod(MethodVisitor made) {
            super(Opcodes.ASM9);
            this.made = made;
        }

        @Override
        public void visitCode() {
            made.visitCode();
            made.visitInsn(Opcodes.RETURN);
            made.visitMaxs(0, 0);
            made.visitEnd();
        }
    }

    /** A class's initialiser is not rewritten, because the JDK locks it and runs it once for all runs. */
    private static final class IndivisibleMethod extends MethodVisitor {

        IndivisibleMethod(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            super.visitMethodInsn(Opcodes.INVOKESTATIC, RewrittenCalls.HOOKS, "beginIndivisible", "()V", false);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.RETURN) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, RewrittenCalls.HOOKS, "endIndivisible", "()V", false);
            }
            super.visitInsn(opcode);
        }
    }
}
