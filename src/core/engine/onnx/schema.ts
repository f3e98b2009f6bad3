/**
 * The ONNX file format as field numbers of onnx.proto3 (https://github.com/onnx/onnx, Apache-2.0, IR version 10). Every
 * field is here but `training_info`, so that a file that is read and written again loses nothing.
 */
import protobuf from 'protobufjs/light.js'

const field = (id: number, type: string) => ({ id, type })
const list = (id: number, type: string) => ({ id, type, rule: 'repeated' })
/** proto3 packs numbers; onnx.proto asks for it explicitly only on some lists, and readers accept both. */
const numbers = (id: number, type: string) => ({ id, type, rule: 'repeated', options: { packed: true } })

const root = protobuf.Root.fromJSON({
  nested: {
    ModelProto: {
      fields: {
        irVersion: field(1, 'int64'),
        producerName: field(2, 'string'),
        producerVersion: field(3, 'string'),
        domain: field(4, 'string'),
        modelVersion: field(5, 'int64'),
        docString: field(6, 'string'),
        graph: field(7, 'GraphProto'),
        opsetImport: list(8, 'OperatorSetIdProto'),
        metadataProps: list(14, 'StringStringEntryProto'),
        functions: list(25, 'FunctionProto'),
      },
    },
    OperatorSetIdProto: { fields: { domain: field(1, 'string'), version: field(2, 'int64') } },
    StringStringEntryProto: { fields: { key: field(1, 'string'), value: field(2, 'string') } },
    GraphProto: {
      fields: {
        node: list(1, 'NodeProto'),
        name: field(2, 'string'),
        initializer: list(5, 'TensorProto'),
        docString: field(10, 'string'),
        input: list(11, 'ValueInfoProto'),
        output: list(12, 'ValueInfoProto'),
        valueInfo: list(13, 'ValueInfoProto'),
        quantizationAnnotation: list(14, 'TensorAnnotation'),
        sparseInitializer: list(15, 'SparseTensorProto'),
        metadataProps: list(16, 'StringStringEntryProto'),
      },
    },
    NodeProto: {
      fields: {
        input: list(1, 'string'),
        output: list(2, 'string'),
        name: field(3, 'string'),
        opType: field(4, 'string'),
        attribute: list(5, 'AttributeProto'),
        docString: field(6, 'string'),
        domain: field(7, 'string'),
        overload: field(8, 'string'),
        metadataProps: list(9, 'StringStringEntryProto'),
      },
    },
    AttributeProto: {
      fields: {
        name: field(1, 'string'),
        f: field(2, 'float'),
        i: field(3, 'int64'),
        s: field(4, 'bytes'),
        t: field(5, 'TensorProto'),
        g: field(6, 'GraphProto'),
        floats: numbers(7, 'float'),
        ints: numbers(8, 'int64'),
        strings: list(9, 'bytes'),
        tensors: list(10, 'TensorProto'),
        graphs: list(11, 'GraphProto'),
        docString: field(13, 'string'),
        tp: field(14, 'TypeProto'),
        typeProtos: list(15, 'TypeProto'),
        type: field(20, 'int32'),
        refAttrName: field(21, 'string'),
        sparseTensor: field(22, 'SparseTensorProto'),
        sparseTensors: list(23, 'SparseTensorProto'),
      },
    },
    TensorProto: {
      fields: {
        dims: numbers(1, 'int64'),
        dataType: field(2, 'int32'),
        floatData: numbers(4, 'float'),
        int32Data: numbers(5, 'int32'),
        stringData: list(6, 'bytes'),
        int64Data: numbers(7, 'int64'),
        name: field(8, 'string'),
        rawData: field(9, 'bytes'),
        doubleData: numbers(10, 'double'),
        uint64Data: numbers(11, 'uint64'),
        docString: field(12, 'string'),
        externalData: list(13, 'StringStringEntryProto'),
        dataLocation: field(14, 'int32'),
        metadataProps: list(16, 'StringStringEntryProto'),
      },
    },
    SparseTensorProto: {
      fields: { values: field(1, 'TensorProto'), indices: field(2, 'TensorProto'), dims: numbers(3, 'int64') },
    },
    TensorAnnotation: {
      fields: { tensorName: field(1, 'string'), quantParameterTensorNames: list(2, 'StringStringEntryProto') },
    },
    FunctionProto: {
      fields: {
        name: field(1, 'string'),
        input: list(4, 'string'),
        output: list(5, 'string'),
        attribute: list(6, 'string'),
        node: list(7, 'NodeProto'),
        docString: field(8, 'string'),
        opsetImport: list(9, 'OperatorSetIdProto'),
        domain: field(10, 'string'),
        attributeProto: list(11, 'AttributeProto'),
        valueInfo: list(12, 'ValueInfoProto'),
        overload: field(13, 'string'),
        metadataProps: list(14, 'StringStringEntryProto'),
      },
    },
    ValueInfoProto: {
      fields: {
        name: field(1, 'string'),
        type: field(2, 'TypeProto'),
        docString: field(3, 'string'),
        metadataProps: list(4, 'StringStringEntryProto'),
      },
    },
    TypeProto: {
      oneofs: { value: { oneof: ['tensorType', 'sequenceType', 'mapType', 'sparseTensorType', 'optionalType'] } },
      fields: {
        tensorType: field(1, 'TypeProtoTensor'),
        sequenceType: field(4, 'TypeProtoElement'),
        mapType: field(5, 'TypeProtoMap'),
        denotation: field(6, 'string'),
        sparseTensorType: field(8, 'TypeProtoTensor'),
        optionalType: field(9, 'TypeProtoElement'),
      },
    },
    TypeProtoTensor: { fields: { elemType: field(1, 'int32'), shape: field(2, 'TensorShapeProto') } },
    TypeProtoElement: { fields: { elemType: field(1, 'TypeProto') } },
    TypeProtoMap: { fields: { keyType: field(1, 'int32'), valueType: field(2, 'TypeProto') } },
    TensorShapeProto: { fields: { dim: list(1, 'Dimension') } },
    Dimension: {
      oneofs: { value: { oneof: ['dimValue', 'dimParam'] } },
      fields: { dimValue: field(1, 'int64'), dimParam: field(2, 'string'), denotation: field(3, 'string') },
    },
  },
})

export const ModelProto = root.lookupType('ModelProto')

/** TensorProto.DataType */
export const ELEMENT_TYPE = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 } as const
/** AttributeProto.AttributeType */
export const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7 } as const
