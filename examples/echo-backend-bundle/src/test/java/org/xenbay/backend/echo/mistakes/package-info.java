// SPDX-License-Identifier: Apache-2.0
/** Common mistakes of authors, and the platform's messages for them: docs/backend-mistakes.md. */
package org.xenbay.backend.echo.mistakes;
