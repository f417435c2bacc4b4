package io.freshet.tools.ctl;

/// A small API, of every kind of operation.
final class Documents {

    static final String YAML = """
            openapi: 3.1.0
            paths:
              /api/v1/streams:
                get:
                  operationId: listStreams
                  summary: All streams.
                  parameters:
                    - {name: app, in: query, description: Of this app only., schema: {type: string}}
                    - {name: fromMs, in: query, schema: {type: integer}}
                    - {name: cursor, in: query, schema: {type: string}}
                  responses: {"200": {content: {application/json: {schema: {type: object}}}}}
              /api/v1/streams/{app}/{name}:
                parameters:
                  - {name: app, in: path, required: true, schema: {type: string}}
                  - {name: name, in: path, required: true, schema: {type: string}}
                delete:
                  operationId: kickStream
                  summary: Ends it.
                  responses: {"204": {description: over}}
              /api/v1/nodes:
                get:
                  operationId: listNodes
                  x-columns: [id, state]
                  responses: {"200": {content: {application/json: {schema: {type: object}}}}}
              /api/v1/nodes/{id}/drain:
                parameters:
                  - {name: id, in: path, required: true, schema: {type: string}}
                post:
                  operationId: drainNode
                  x-columns: [id, state]
                  parameters:
                    - {name: reason, in: query, schema: {type: string}}
                  responses: {"200": {content: {application/json: {schema: {type: object}}}}}
              /api/v1/streams/{app}/{name}/thumbnail.jpg:
                get:
                  operationId: getThumbnail
                  parameters:
                    - {name: app, in: path, required: true, schema: {type: string}}
                    - {name: name, in: path, required: true, schema: {type: string}}
                  responses: {"200": {content: {image/jpeg: {schema: {type: string}}}}}
              /api/v1/apps/{app}/keys:
                post:
                  operationId: createPublishKey
                  summary: Makes a key.
                  parameters:
                    - {$ref: "#/components/parameters/App"}
                    - {name: Idempotency-Key, in: header, schema: {type: string}}
                  requestBody:
                    content: {application/json: {schema: {$ref: "#/components/schemas/NewKey"}}}
                  responses: {"201": {content: {application/json: {schema: {type: object}}}}}
              /api/v1/events/live:
                get:
                  operationId: followEvents
                  summary: Events.
                  responses: {"200": {content: {text/event-stream: {schema: {type: string}}}}}
              /undescribed:
                get: {summary: Without an id.}
            components:
              parameters:
                App: {name: app, in: path, required: true, schema: {type: string}}
              schemas:
                Named: {type: object, required: [name], properties: {name: {type: string}}}
                NewKey:
                  allOf:
                    - $ref: "#/components/schemas/Named"
                    - type: object
                      properties:
                        addresses: {type: array, items: {type: string}}
                        expiresMs: {type: [integer, "null"], description: When it ends.}
                        grants: {type: object}
                        enabled: {type: boolean}
            """;

    private Documents() {
    }
}
