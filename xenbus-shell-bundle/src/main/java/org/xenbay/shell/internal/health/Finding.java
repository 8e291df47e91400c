// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.health;

/**
 * What one check has found.
 *
 * @param check the check's name, a word or two of lower-case letters
 * @param severity how serious it is
 * @param text what was found, in one line
 */
public record Finding(String check, Severity severity, String text) {}
