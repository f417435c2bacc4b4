/// Asking others over HTTP/1.1, on the event loops; [io.freshet.net.http.client.HttpClient].
///
/// What servers send is bounded and read strictly; how long a body may rest is the caller's to say.
///
/// Threading: an answer is heard on the loop that was asked on.
/// Spec: RFC 9112, 3 to 7
@NullMarked
package io.freshet.net.http.client;

import org.jspecify.annotations.NullMarked;
