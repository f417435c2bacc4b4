package io.freshet.control.thumbnails;

import io.freshet.control.api.ApiAnswer;
import io.freshet.control.api.ApiCall;
import io.freshet.control.api.ApiProblem;
import io.freshet.control.api.ApiRoute;
import io.freshet.control.api.Need;
import io.freshet.control.api.Role;
import java.util.List;
import java.util.Optional;

/// The picture of a stream, over HTTP.
///
/// Threading: shared; waits for the decoder.
public final class ThumbnailRoutes {

    private final Optional<Thumbnails> thumbnails;

    /// @param thumbnails empty on a machine that cannot make any
    public ThumbnailRoutes(Optional<Thumbnails> thumbnails) {
        this.thumbnails = thumbnails;
    }

    /// All of them.
    public List<ApiRoute> all() {
        return List.of(new ApiRoute("GET", "/api/v1/streams/{app}/{name}/thumbnail.jpg",
                new Need.OnApp(Role.VIEWER), this::picture));
    }

    private ApiAnswer picture(ApiCall call) throws ApiProblem, InterruptedException {
        if (thumbnails.isEmpty()) {
            throw new ApiProblem(404, "pictures of streams are off: control.thumbnails is false, "
                    + "or there is no ffmpeg in the folders of PATH");
        }
        Thumbnail thumbnail = thumbnails.get().of(call.stream()).orElseThrow(() ->
                new ApiProblem(404, "there is no picture of this stream now"));
        return ApiAnswer.text("image/jpeg", thumbnail.jpeg())
                .with("Cache-Control", "private, max-age=" + Thumbnails.LIFETIME_MS / 1000)
                .with("Last-Modified", thumbnail.takenHttpDate());
    }
}
