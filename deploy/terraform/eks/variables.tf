variable "name" {
  description = "The cluster's name."
  type        = string

  validation {
    condition     = length(var.name) > 0
    error_message = "It is not empty."
  }
}

variable "subnet_ids" {
  description = "Private subnets, in two zones at least."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) > 1
    error_message = "They are two or more."
  }
}

variable "settings" {
  description = "Version, nodes, and from where the API may be reached."
  type = object({
    version        = string
    instance_types = list(string)
    ami_type       = string
    nodes          = object({ min = number, max = number })
    public_cidrs   = list(string)
  })

  validation {
    condition     = length(var.settings.instance_types) > 0
    error_message = "There is at least one type of machine."
  }
}
