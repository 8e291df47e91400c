// SPDX-License-Identifier: Apache-2.0
/**
 * The file that a bug report needs: an archive whose parts are asked for one after the other, each with its time, and what the process, its
 * threads and its log say. Knows no service of the platform.
 */
package org.xenbay.shell.internal.report;
