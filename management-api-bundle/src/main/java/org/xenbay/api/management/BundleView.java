// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

/**
 * A bundle of this platform, or a jar in the folder {@code deploy/}.
 *
 * @param id in the framework; -1 when it is not installed
 * @param name symbolic name; the file's name when the jar has none
 * @param version of the installed bundle, or of the jar when it is not installed
 * @param build the commit that it is built from, as Git describes it; empty when unknown or not installed
 * @param origin the file in {@code deploy/}, or {@code platform}, or {@code given up}
 * @param state {@code serves}, {@code stands by}, {@code runs}, {@code waits}, {@code fails}, {@code stopped}, {@code
 *     superseded}, {@code refused}, or {@code hangs}: its code has not returned, and the bundle is removed when it does
 * @param reason one sentence: what it serves, what is missing, or why it does not run; may be empty
 */
public record BundleView(
        long id, String name, String version, String build, String origin, String state, String reason) {}
