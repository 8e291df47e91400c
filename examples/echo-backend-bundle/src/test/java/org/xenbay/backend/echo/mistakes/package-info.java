// SPDX-License-Identifier: Apache-2.0
/** What authors do wrong, and what the platform says to it: docs/backend-mistakes.md. */
package org.xenbay.backend.echo.mistakes;
